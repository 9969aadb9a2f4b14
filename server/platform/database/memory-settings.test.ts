import { expect, it } from 'vitest';
import { logSize, memorySettings } from './memory-settings.ts';

const GB = 1024 ** 3;

it.each([
  [1, { shared_buffers: '192MB', effective_cache_size: '1024MB', work_mem: '8MB', maintenance_work_mem: '64MB' }],
  [8, { shared_buffers: '1024MB', effective_cache_size: '4096MB', work_mem: '16MB', maintenance_work_mem: '128MB' }],
  [256, { shared_buffers: '4096MB', effective_cache_size: '65536MB', work_mem: '32MB', maintenance_work_mem: '256MB' }],
])('[OPS-1] the database takes of a machine with %i GB', (gigabytes, settings) => {
  expect(memorySettings(gigabytes * GB)).toEqual(settings);
});

it('[OPS-1] a small disk is not filled with the log of writes', () => {
  expect([10, 39, 40, 500].map((gigabytes) => logSize(gigabytes * GB))).toEqual(['1GB', '1GB', '4GB', '4GB']);
});
