import tls from 'node:tls';

/** TLS options that trust a site's own certificate authority (PEM) beside those that Node.js trusts anyway. */
export const trust = (ca: Buffer | undefined): { ca?: string[] } =>
  ca ? { ca: [...tls.getCACertificates('default'), ca.toString()] } : {};
