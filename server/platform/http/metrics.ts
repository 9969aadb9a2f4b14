/** Prometheus metrics of one server. No label ever holds a number, a name or an id. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void;
  /** A value that is read whenever somebody asks for the metrics; NaN while it cannot be read. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  text(): Promise<{ type: string; body: string }>;
}

export function createMetrics(options: { withProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  // One per process: event loop lag, memory, garbage collection.
  if (options.withProcess ?? true) collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'trunkline_http_request_seconds',
    help: 'Time from the request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  return {
    registry,
    observeRequest: ({ method, route, status }, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          // One figure that cannot be read must not take the others with it: they are wanted most when something is wrong.
          this.set(await Promise.resolve(read()).catch(() => Number.NaN));
        },
      });
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
