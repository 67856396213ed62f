// Builds the images that are missing; sandboxes/setup runs it.
import { buildImages } from './images.ts';

await buildImages(console.log);
