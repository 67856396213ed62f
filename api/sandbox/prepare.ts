// Builds the images that are missing, and removes those that are out of use; sandboxes/setup runs it.
import Docker from 'dockerode';
import { sandboxesFolder } from './catalogue.ts';
import { buildImages } from './images.ts';
import { removeOutdated } from './outdated.ts';

const docker = new Docker();
const { probe } = await buildImages(docker, sandboxesFolder, console.log);
await removeOutdated(docker, probe, console.log);
