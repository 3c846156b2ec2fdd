/**
 * `node:http`, fetched and not imported: an import asks for all that it has to offer, a second HTTP client and WebSocket among
 * them, and a service takes 8 MB more.
 */
export const http = process.getBuiltinModule('node:http');
