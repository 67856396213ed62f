import { killMatrix } from './matrix.ts';

killMatrix('api');
