import { startPbxLab } from './pbx-lab.ts';
import { processStamp } from './process-stamp.ts';

/** Starts a lab in the given folder, names its process and waits to be killed. Run by a test in a process of its own. */
const lab = await startPbxLab({ dir: process.argv[2]! });
console.log(processStamp(lab.pid));
setInterval(() => lab.isRunning(), 60_000);
