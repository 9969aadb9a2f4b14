/** Table of contents: every named reaction to a fact. */
import type { FactListener } from '../platform/outbox/fact.ts';
import type { App } from './app.ts';

export const listeners = (_app: App): FactListener[] => [];
