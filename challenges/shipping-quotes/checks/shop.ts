// The truth about the shop's data: the same formulas as services/postgres/2-rows.sql.

export const customerCount = 3000;
export const addressCount = 6000;
export const productCount = 800;
export const orderCount = 20_000;

export interface Item {
  productId: number;
  quantity: number;
}

export interface Address {
  id: number;
  name: string;
  street: string;
  postcode: string;
  city: string;
  country: string;
}

const lists = {
  first: 'Ada,Bruno,Carla,Dario,Edda,Finn,Greta,Hugo,Ilse,Joris,Klara'.split(','),
  last: 'Abel,Brandt,Costa,Dunn,Eriksen,Falk,Groot,Hess,Ivers,Jansen,Kowal,Lund,Moser'.split(','),
  street: 'Mill Lane,Station Road,Market Square,Harbour Street,Garden Row,Church Hill,Long Acre'.split(','),
  city: 'Northam,Eastvale,Southwick,Westerby,Midford'.split(','),
  country: 'DE,AT,NL,FR,PL,IT,ES,SE'.split(','),
};

const word = (list: keyof typeof lists, number: number): string =>
  lists[list][number % lists[list].length] as string;

export const customerOf = (addressId: number): number => 1 + ((addressId - 1) % customerCount);

/** @returns ids of the customer's two addresses, lowest first */
export const addressesOf = (customerId: number): number[] => [customerId, customerId + customerCount];

export function address(id: number): Address {
  const eighth = Math.floor(id / 8);
  return {
    id,
    name: `${word('first', id)} ${word('last', id)}`,
    street: `${word('street', id)} ${1 + (id % 120)}`,
    postcode: String(10_000 + 1873 * (eighth % 40)),
    city: word('city', eighth),
    country: word('country', id),
  };
}

/** Every so many ids the same country and postcode come again, for another customer. */
export const sameDestinationEvery = 320;

export const gramsOf = (productId: number): number => 100 + ((productId * 379) % 2900);

export const weigh = (items: readonly Item[]): number =>
  items.reduce((sum, { productId, quantity }) => sum + gramsOf(productId) * quantity, 0);

/** One of the orders that were there from the start. */
export function order(id: number) {
  const customerId = 1 + ((id - 1) % customerCount);
  return {
    id,
    customerId,
    addressId: customerId,
    carrier: 'kestrel',
    service: 'KX-STD',
    cents: 700 + (id % 900),
    items: [{ productId: 1 + (id % productCount), quantity: 1 + (id % 3) }],
    createdAt: new Date(Date.UTC(2025, 2, 1) + id * 7 * 60_000).toISOString(),
  };
}
