/** Imported first: zod otherwise probes `new Function`, which the page's content policy reports as a violation. */
import { config } from 'zod';

config({ jitless: true });
