// Builds the images that are missing, and removes those that are out of use; sandboxes/setup runs it.
import Docker from 'dockerode';
import { buildImages } from './images.ts';
import { removeOutdated } from './outdated.ts';

const docker = new Docker();
const { probe } = await buildImages(console.log, docker);
await removeOutdated(docker, probe, console.log);
