import { killMatrix } from './matrix.ts';

killMatrix('dockerd');
