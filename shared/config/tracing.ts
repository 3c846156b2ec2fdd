import type { z } from 'zod';
import { url } from './values.ts';

/** The variable by which OpenTelemetry knows its receiver, on a service that a reading goes through. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http://', 'https://').optional(),
};

export interface TracingConfig {
  /** Without a slash at the end; undefined: no traces. */
  readonly tracesEndpoint: string | undefined;
}

export const buildTracing = (values: z.output<z.ZodObject<typeof tracingVariables>>): TracingConfig => ({
  tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/$/, ''),
});
