// Builds the images that are missing; sandboxes/setup runs it.
import Docker from 'dockerode';
import { sandboxesFolder } from './catalogue.ts';
import { buildImages } from './images.ts';

await buildImages(new Docker(), sandboxesFolder, console.log);
