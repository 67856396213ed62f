import { defineLoad } from 'proofload/load';

export default defineLoad([
  {
    name: 'greeting',
    weight: 1,
    make: (random) => {
      const name = `guest-${random.integer(1, 1_000_000)}`;
      return {
        method: 'GET',
        path: `/hello?name=${name}`,
        check: (status, json) => status === 200 && (json as { hello?: string }).hello === name,
      };
    },
  },
]);
