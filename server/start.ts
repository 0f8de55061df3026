import { startServer } from './main';

// What `dist/server.cjs` does: the extension starts it over Node's IPC, other editors with `--stdio`.
startServer(process.argv.includes('--stdio') ? 'stdio' : 'ipc');
