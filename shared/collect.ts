import v8 from 'node:v8';
import vm from 'node:vm';

/*
 * For a service that works now and then and rests in between. It should be imported before the heap has grown.
 */

// Node gives the collector to those who start it with a flag, and V8 to those who set it later, in a new context.
v8.setFlagsFromString('--expose-gc');
// The heap grows by 2 MB at a time, not by 8: some collections more, and 15 MB less.
v8.setFlagsFromString('--optimize-for-size');
// What runs for a tenth of a second twice a minute hardly gains by V8's last compiler, whose own code alone is megabytes.
v8.setFlagsFromString('--no-opt');
// Otherwise the young objects of a look at a thousand devices make their space grow: 6 MB at the peak.
v8.setFlagsFromString('--semi-space-growth-factor=1');
const collect = vm.runInNewContext('gc') as () => void;

/** Gives the memory of all garbage back, in some 40 ms. V8 would wait for more of it. */
export const collectGarbage = (): void => collect();
