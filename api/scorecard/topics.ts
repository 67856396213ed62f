// What the checks of a category are about, whatever a challenge calls it, and what to ask about it.

export interface Topic {
  /** Names that challenges give such categories. */
  names: readonly string[];
  /** Only where the category speaks for this dimension: names alone can mean two things. */
  dimension?: string;
  /** What may happen to users when its checks fail. */
  risk: string;
  /** What is true when they pass. */
  strength: string;
  ask: string;
  listenFor: string;
}

/** The worst first: what harms users most when it is wrong. */
export const topics: readonly Topic[] = [
  {
    names: ['injection', 'sql'],
    risk: 'Text that a stranger types can become a command to the database',
    strength: 'Text that a stranger types never becomes a command to the database',
    ask: 'A stranger types a piece of database code into a form. Follow it through your service: where does it end up?',
    listenFor:
      'Finds the place without help. Says that values travel apart from the command, as parameters, and does not count on filtering letters.',
  },
  {
    names: ['privacy', 'ownership', 'access', 'permissions', 'tenants'],
    risk: 'People can see or change what belongs to somebody else',
    strength: 'Nobody sees or changes what belongs to somebody else',
    ask: 'I am signed in as one customer and change the number in an address to that of another. What happens, and where in your code is it decided?',
    listenFor:
      'Every read and write asks who the owner is, in one place. Does not trust what the request claims about who sent it.',
  },
  {
    names: ['signature', 'signatures', 'authenticity'],
    risk: 'Messages that only look like a partner’s are believed',
    strength: 'Only real messages of a partner are believed',
    ask: 'Somebody who is not our payment provider sends us its messages. How would your service notice?',
    listenFor:
      'Checks a signature over the exact bytes before reading them, compares in constant time, and refuses old messages that are sent again.',
  },
  {
    names: ['secrets', 'leaks'],
    risk: 'Answers give away keys, addresses or other inner workings',
    strength: 'No answer gives away keys or inner workings',
    ask: 'Your service meets an error that nobody thought of. What does the caller read, and what do we read?',
    listenFor:
      'Callers get a short, general answer with a number to quote. The details go to the log, without keys.',
  },
  {
    names: ['once', 'idempotency', 'duplicates', 'exactly-once'],
    risk: 'A request that is sent twice can happen twice',
    strength: 'A request that is sent twice happens once',
    ask: 'A phone loses its connection while paying, and sends the same payment again. Walk me through both requests, also when they arrive at the same moment.',
    listenFor:
      'The key is stored with a uniqueness rule in the same transaction as the effect. The second one waits, or gets the first answer. Does not look first and write later.',
  },
  {
    names: ['stock', 'transfers', 'counters', 'races', 'seats', 'inventory', 'bookings', 'concurrency'],
    risk: 'When many act at the same moment, things are sold, moved or counted wrongly',
    strength: 'Nothing is sold, moved or counted wrongly when many act at the same moment',
    ask: 'Two people take the last piece at the same moment. What decides who gets it?',
    listenFor:
      'The database decides, in one step: a conditional update, a lock or a constraint. Not a check in the program followed by a write.',
  },
  {
    names: ['money', 'amounts', 'refunds', 'totals', 'billing'],
    risk: 'Amounts of money come out wrong',
    strength: 'Amounts of money are right to the cent',
    ask: 'How do you hold an amount of money in your program, and where is it rounded?',
    listenFor:
      'Whole cents or exact decimals, never floating point. Rounds in one place, by a rule that somebody in the business named.',
  },
  {
    names: ['prices', 'freshness', 'cache', 'staleness'],
    risk: 'People are shown things that are out of date or were never true',
    strength: 'What people are shown is up to date',
    ask: 'Something you keep a copy of changes. How long can somebody still see the old one, and how do you know?',
    listenFor:
      'Names a time, and where it is set. Says what may never come from a copy, such as the price in an order.',
  },
  {
    names: ['provider', 'partial', 'budget', 'breaker', 'limits', 'fallback', 'dependency', 'timeouts'],
    dimension: 'resilience',
    risk: 'Trouble at another company’s service becomes trouble of ours',
    strength: 'Trouble at another company’s service stays there',
    ask: 'A service you depend on stops answering, without an error. What do our users see after one second, and after one minute?',
    listenFor:
      'Every call has a time limit, shorter than what the user waits. After some failures it is left alone for a while. Says what is shown instead.',
  },
  {
    names: ['webhooks', 'events', 'queue', 'messages'],
    risk: 'Messages that come twice, late or in the wrong order are misunderstood',
    strength: 'Messages may come twice, late or in the wrong order',
    ask: 'The message “refunded” arrives before “paid”, and “paid” arrives twice. What does your service hold at the end?',
    listenFor:
      'Each message has an identity that is remembered. States only move forward, whatever the order. Answers fast and works later.',
  },
  {
    names: ['paging', 'search', 'lists', 'statement', 'sorting', 'filters'],
    risk: 'Lists leave things out, repeat them or have no end',
    strength: 'Lists are complete and in order, far down as well',
    ask: 'I read a long list page by page while others add to it. Can I miss something, or see it twice?',
    listenFor:
      'Continues from the last thing seen, in an order without ties, instead of counting rows to skip. Puts a limit on every page.',
  },
  {
    names: ['calls', 'cost', 'efficiency'],
    risk: 'It asks others again for what it was just told, which costs time and money',
    strength: 'It does not ask others again for what it was just told',
    ask: 'Twenty people ask for the same thing in the same second. How often do you ask the service behind you?',
    listenFor:
      'Once: the others wait for the same answer. Says how long it is kept, and that failures are not kept.',
  },
  {
    names: ['input', 'limits', 'validation'],
    risk: 'Nonsense in a request is accepted or breaks something',
    strength: 'Nonsense in a request is refused cleanly',
    ask: 'What is the strangest request your service would accept today? How did you decide what to refuse?',
    listenFor:
      'One description of what is allowed, checked before anything else. Limits on size and range, not only on type.',
  },
  {
    names: ['contract', 'shape', 'api', 'rules'],
    risk: 'Apps that rely on the agreed answers will break',
    strength: 'It answers as agreed',
    ask: 'Pick one check that fails. What was agreed, what does your service do, and how did that come about?',
    listenFor:
      'Reads the brief again before the code, finds the difference, and says how a test would have caught it.',
  },
];

/** For a category that no topic knows. */
export const otherTopic: Omit<Topic, 'names'> = {
  risk: 'Something the brief asks for does not work',
  strength: 'What the brief asks for works',
  ask: 'Pick one check that fails. What does your service do there, step by step, and what should it do?',
  listenFor:
    'Finds the cause in the code, not only the place, and says how to make sure that it stays mended.',
};
