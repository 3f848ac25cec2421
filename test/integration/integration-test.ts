export { test } from '../support/rig-test.ts';
