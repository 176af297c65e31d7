import { startEmulator } from '../../../emulator';

// A parent that a test kills: starts an emulator, says where it is, and waits.
const emulator = await startEmulator({ terraform: false });
process.stdout.write(`${emulator.endpoint}\n`);
await emulator.ended;
