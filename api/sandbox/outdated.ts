// Images of ours that nobody needs any more. Several clones may use one engine, and a developer comes back to a branch:
// what one does not name, another may want tomorrow. So every user of an image marks it, by naming it again, and only
// what nobody has marked for two weeks goes. What a container was made from, or stands below what stays, stays too.
import type Docker from 'dockerode';
import { ifFound, statusOf } from './faults.ts';
import type { Progress } from './progress.ts';

const dayMs = 24 * 60 * 60_000;
const keepMs = 14 * dayMs;

export interface ImageFacts {
  id: string;
  /** Id of the image it stands on, empty when there is none. */
  parent: string;
  names: string[];
  ours: boolean;
  /** When it was named last. */
  namedAtMs: number;
}

/** Marks an image as in use, unless that was done within a day. */
export async function markUsed(docker: Docker, name: string, found: Docker.ImageInspectInfo): Promise<void> {
  if (Date.now() - namedAt(found) < dayMs) return;
  const [repo = '', tag = ''] = name.split(':');
  await docker.getImage(name).tag({ repo, tag });
}

/**
 * Removes images that nobody has used for two weeks.
 * @param marked name of an image that was marked just now: where it does not look so, the engine keeps no such time,
 *   and nothing is removed
 */
export async function removeOutdated(docker: Docker, marked: string, progress: Progress): Promise<void> {
  const images = await readImages(docker);
  const now = Date.now();
  const mark = images.find(({ names }) => names.includes(marked));
  if (!mark || now - mark.namedAtMs > 2 * dayMs) return;
  const containers = await docker.listContainers({ all: true });
  const used = new Set(containers.map(({ ImageID }) => ImageID));
  for (const { id, names } of outdated(images, used, now))
    for (const name of names.length > 0 ? names : [id]) await remove(docker, name, progress);
}

/**
 * @param used ids of the images that containers were made from
 * @returns those that may go, none before what stands on it
 */
export function outdated(
  images: readonly ImageFacts[],
  used: ReadonlySet<string>,
  nowMs: number,
): ImageFacts[] {
  const byId = new Map(images.map((image) => [image.id, image]));
  const lineOf = (image: ImageFacts): ImageFacts[] => {
    const parent = byId.get(image.parent);
    return parent ? [image, ...lineOf(parent)] : [image];
  };
  const stays = images.filter(
    ({ id, ours, names, namedAtMs }) =>
      used.has(id) || (ours ? nowMs - namedAtMs < keepMs : names.length > 0),
  );
  const needed = new Set(stays.flatMap(lineOf));
  return images
    .filter((image) => image.ours && !needed.has(image))
    .toSorted((a, b) => lineOf(b).length - lineOf(a).length);
}

async function readImages(docker: Docker): Promise<ImageFacts[]> {
  const list = await docker.listImages({ all: true });
  return Promise.all(
    list.map(async ({ Id, ParentId, RepoTags, Labels, Created }) => {
      const ours = Labels?.['proofload.image'] !== undefined;
      const found = ours ? await ifFound(docker.getImage(Id).inspect()) : undefined;
      return {
        id: Id,
        parent: ParentId,
        names: (RepoTags ?? []).filter((name) => name !== '<none>:<none>'),
        ours,
        namedAtMs: Math.max(found ? namedAt(found) : 0, Created * 1000),
      };
    }),
  );
}

/** Docker says year 1 of what was never named. */
function namedAt(image: Docker.ImageInspectInfo): number {
  const { Metadata } = image as Docker.ImageInspectInfo & { Metadata?: { LastTagTime?: string } };
  return Math.max(0, Date.parse(Metadata?.LastTagTime ?? '') || 0);
}

async function remove(docker: Docker, name: string, progress: Progress): Promise<void> {
  try {
    await docker.getImage(name).remove();
    progress(`image ${name}: removed, nobody has used it for two weeks`);
  } catch (error) {
    // Somebody took it into use meanwhile, or removed it.
    if (![404, 409].includes(statusOf(error) ?? 0)) throw error;
  }
}
