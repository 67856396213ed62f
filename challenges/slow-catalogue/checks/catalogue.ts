// The truth about the shop's data: the same formulas as services/postgres/2-rows.sql.

export const productCount = 200_000;
export const orderCount = 60_000;
export const customerCount = 5000;

/** The last category, which the load leaves alone: checks change prices and stock of its products only. */
export const outlet = 40;

/** Well-mixed number from 0 to 2^32 - 1. No product passes 2^53, so these numbers are exact. */
export function mix(n: number, salt: number): number {
  const first = (n * 2654435761 + salt * 40503077) % 4294967296;
  const second = ((((first >>> 15) ^ first) >>> 0) * 739397) % 4294967296;
  return ((second >>> 13) ^ second) >>> 0;
}

const word = (list: string, number: number): string => {
  const words = lists[list] as string[];
  return words[number % words.length] as string;
};

const lists: Record<string, string[]> = {
  category:
    'Lighting,Seating,Tables,Storage,Beds,Textiles,Rugs,Kitchen,Tableware,Glassware,Cookware,Bathroom,Garden,Balcony,Workshop,Office,Stationery,Travel,Bags,Cycling,Camping,Fitness,Games,Toys,Nursery,Pets,Audio,Cameras,Clocks,Mirrors,Frames,Candles,Baskets,Plants,Heating,Cleaning,Laundry,Hardware,Paint,Outlet'.split(
      ',',
    ),
  brand:
    'Aldern,Birkholm,Castell,Dorrit,Elmwood,Fjordal,Granby,Hollis,Isling,Jorvik,Kestrel,Lindqvist,Marlow,Norden,Oakham,Pemberly,Quill,Rowan,Selby,Tarn,Ulverton,Vestry,Wexford,Yarrow,Zennor'.split(
      ',',
    ),
  adjective:
    'Compact,Classic,Modern,Rustic,Slim,Sturdy,Folding,Light,Quiet,Bright,Soft,Heavy,Round,Square,Tall,Low,Wide,Narrow,Plain,Painted,Brushed,Woven,Carved,Padded,Hanging,Mobile,Modular,Double,Small,Grand'.split(
      ',',
    ),
  material:
    'oak,walnut,ash,pine,birch,bamboo,steel,brass,copper,linen,cotton,wool,leather,glass,ceramic,marble,cork,rattan,canvas,felt'.split(
      ',',
    ),
  noun: 'lamp,chair,stool,bench,desk,shelf,cabinet,drawer,bed frame,blanket,cushion,rug,kettle,bowl,vase,tray,pan,towel rail,planter,lantern,toolbox,organiser,notebook,suitcase,backpack,basket,tent,mat,puzzle,speaker,tripod,clock,mirror,frame,candle holder,hamper,heater,broom,hook,ladder'.split(
    ',',
  ),
  author:
    'Ana,Ben,Chiara,Dmitri,Eun-ji,Farid,Grete,Hamza,Ines,Jonas,Kaya,Leila,Marek,Noor,Olu,Pilar,Quentin,Rosa,Sven,Tuva'.split(
      ',',
    ),
  text: [
    'Does what it says.',
    'Bought a second one for my parents.',
    'Arrived late but in one piece.',
    'The colour differs from the picture.',
    'Good value.',
    'Took ten minutes to put together.',
    'Would buy again.',
    'Sturdier than it looks.',
    'One screw was missing.',
    'Our cat loves it.',
  ],
};

export const categoryOf = (id: number): number => 1 + (mix(id, 1) % 40);
export const brandOf = (id: number): string => word('brand', mix(id, 2));
export const codeOf = (id: number): string => String((id * 7919) % 999983).padStart(6, '0');
export const nameOf = (id: number): string =>
  `${word('adjective', mix(id, 3))} ${word('material', mix(id, 4))} ${word('noun', mix(id, 5))} ${codeOf(id)}`;
export const centsOf = (id: number): number => 99 + (mix(id, 9) % 40000);
export const priceOf = (id: number): number => centsOf(id) / 100;
export const stockOf = (id: number): number =>
  mix(id, 10) % 20 === 0 ? mix(id, 11) % 10 : 1000 + (mix(id, 11) % 4000);
/** Views the product had before anybody used this service. */
export const viewsOf = (id: number): number =>
  mix(id, 12) % 200 === 0 ? 10000 + (mix(id, 13) % 90000) : mix(id, 13) % 2000;
export const descriptionOf = (id: number): string =>
  `Made to last and easy to care for. Ships in ${1 + (mix(id, 6) % 9)} days, comes with a ${1 + (mix(id, 7) % 5)} year guarantee and weighs ` +
  `${1 + (mix(id, 8) % 40)} kg packed. Wipe with a damp cloth, keep away from open fire, and tell us when a part goes missing.`;

export function category(id: number) {
  const name = word('category', id - 1);
  return { id, slug: name.toLowerCase(), name };
}

export function reviewCountOf(productId: number): number {
  const kind = mix(productId, 20) % 1000;
  const size = mix(productId, 25);
  if (kind === 0) return 400 + (size % 200);
  return kind < 20 ? 20 + (size % 40) : size % 4;
}

const starsOf = (productId: number, nth: number): number => {
  const key = productId * 7 + nth;
  return 1 + Math.max(mix(key, 22) % 5, mix(key, 23) % 5);
};

/** The product's `nth` review, the first ever written being 1. */
export function review(productId: number, nth: number) {
  const key = productId * 7 + nth;
  const seconds = nth * 6 * 3600 + (productId % 21600);
  return {
    id: productId + productCount * (nth - 1),
    author: word('author', mix(key, 21)),
    stars: starsOf(productId, nth),
    text: word('text', mix(key, 24)),
    createdAt: new Date(Date.UTC(2025, 0, 1) + seconds * 1000).toISOString(),
  };
}

/** @returns up to `limit` reviews, newest first, older than review `before` when one is given */
export function reviewsOf(productId: number, limit: number, before = Infinity) {
  const list = [];
  for (let nth = reviewCountOf(productId); nth > 0 && list.length < limit; nth -= 1) {
    if (productId + productCount * (nth - 1) < before) list.push(review(productId, nth));
  }
  return list;
}

/** Mean of all stars, not rounded; null without reviews. */
export function averageOf(productId: number): number | null {
  const count = reviewCountOf(productId);
  if (count === 0) return null;
  let sum = 0;
  for (let nth = 1; nth <= count; nth += 1) sum += starsOf(productId, nth);
  return sum / count;
}

/** Whether `average` is the product's mean rounded to one decimal. A half may be rounded either way. */
export function isAverage(productId: number, average: unknown): boolean {
  const truth = averageOf(productId);
  if (truth === null || typeof average !== 'number') return average === truth;
  return Math.abs(average - truth) < 0.0501 && Math.abs(average * 10 - Math.round(average * 10)) < 1e-6;
}

let byCategory: number[][] | undefined;

/** @returns ids of the category's products, newest (highest) first */
export function idsIn(categoryId: number): readonly number[] {
  byCategory ??= groupByCategory();
  return byCategory[categoryId] ?? [];
}

function groupByCategory(): number[][] {
  const groups: number[][] = Array.from({ length: 41 }, () => []);
  for (let id = productCount; id > 0; id -= 1) (groups[categoryOf(id)] as number[]).push(id);
  return groups;
}

/** The newest other products of the same brand and category, six at most. */
export function relatedTo(id: number): number[] {
  const brand = brandOf(id);
  const found = [];
  for (const other of idsIn(categoryOf(id))) {
    if (other !== id && brandOf(other) === brand) found.push(other);
    if (found.length === 6) break;
  }
  return found;
}

export interface Line {
  productId: number;
  quantity: number;
}

export const customerOf = (orderId: number): number => 1 + (mix(orderId, 30) % customerCount);
export const orderedAt = (orderId: number): string =>
  new Date(Date.UTC(2025, 5, 1) + orderId * 180_000).toISOString();

/** Lines of one of the orders that were there from the start. */
export function linesOf(orderId: number): Line[] {
  return Array.from({ length: 1 + (mix(orderId, 31) % 4) }, (_, index) => ({
    productId: 1 + ((mix(orderId, 32) + (index + 1) * 1009) % productCount),
    quantity: 1 + (mix(orderId * 4 + index + 1, 33) % 6),
  }));
}

/** What an order costs in whole cents: ten pieces or more earn 5 % off, half a cent rounded up. */
export function costOf(lines: readonly Line[], centsOfProduct = centsOf) {
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0);
  const subtotal = lines.reduce((sum, line) => sum + line.quantity * centsOfProduct(line.productId), 0);
  const discount = pieces >= 10 ? Math.floor((subtotal * 5 + 50) / 100) : 0;
  return { subtotal, discount, total: subtotal - discount };
}

let byCustomer: number[][] | undefined;

/** @returns ids of the customer's orders from the start, newest first */
export function ordersOf(customerId: number): readonly number[] {
  byCustomer ??= groupByCustomer();
  return byCustomer[customerId] ?? [];
}

function groupByCustomer(): number[][] {
  const groups: number[][] = Array.from({ length: customerCount + 1 }, () => []);
  for (let id = orderCount; id > 0; id -= 1) (groups[customerOf(id)] as number[]).push(id);
  return groups;
}
