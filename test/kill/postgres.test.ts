import { killMatrix } from './matrix.ts';

killMatrix('postgres');
