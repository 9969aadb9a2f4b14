import { startBenchDatabase } from './scripts/bench/bench-database.ts';
import { writeDirtyCsv } from './scripts/bench/import/dirty-file.ts';
import { createImport, commandImport, readImport, changeImport } from './server/modules/imports/imports.usecases.ts';
import { runImport } from './server/modules/imports/run-import.usecases.ts';
import { systemPrincipal } from './server/modules/access/principal.ts';
import { createReadStream } from 'node:fs';
const rows = Number(process.argv[2] ?? 200000);
const bytes = await writeDirtyCsv('/tmp/exp/dirty.csv', rows);
console.log('bytes', bytes);
const b = await startBenchDatabase();
try {
  const by = { principal: systemPrincipal, ip: '' };
  const t0 = process.hrtime.bigint(); const s = () => (Number(process.hrtime.bigint()-t0)/1e9).toFixed(1);
  const imp = await createImport(b.platform, { ...by, content: createReadStream('/tmp/exp/dirty.csv'), fileName: 'dirty.csv', target: 'contacts' });
  console.log(s(), 'uploaded', imp.mapping);
  await commandImport(b.platform, { ...by, importId: imp.id, command: 'start' });
  let peak = 0; let last='';
  const timer = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss); }, 100);
  const t2 = setInterval(async () => { const r = await readImport(b.platform, systemPrincipal, imp.id); if (r.state !== last) { last = r.state; console.log(s(), r.state); } }, 200);
  await runImport(b.platform, imp.id, new AbortController().signal);
  clearInterval(timer); clearInterval(t2);
  const r = await readImport(b.platform, systemPrincipal, imp.id);
  console.log(s(), r.state, r.failure, r.counts, 'rows/s', rows / Number(s()) | 0, 'peak MB', peak/1048576|0);
} finally { await b.stop(); }
