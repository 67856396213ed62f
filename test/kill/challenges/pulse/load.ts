import { defineLoad } from 'proofload/load';

export default defineLoad([
  {
    name: 'pulse',
    weight: 1,
    make: () => ({ method: 'GET', path: '/health', check: (status) => status === 200 }),
  },
]);
