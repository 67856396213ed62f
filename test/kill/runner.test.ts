import { killMatrix } from './matrix.ts';

killMatrix('runner');
