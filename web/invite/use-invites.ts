import { keepPreviousData, type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createContext } from 'react';
import { useSearchParams } from 'wouter';
import type { InviteState } from '../../api/invite/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';

/** What the list is narrowed down to. It lives in the address, so that it can be kept and passed on. */
export interface ListFilter {
  search?: string;
  state?: InviteState;
  challenge?: string;
}

/** What is to be another value, or null to let go of it. */
export type FilterChange = { [Name in keyof ListFilter]: string | null };

const isState = (word: string | null): word is InviteState =>
  word !== null && Object.hasOwn(messages.invites.states, word);

export function useListFilter(): [ListFilter, (change: FilterChange) => void] {
  const [params, setParams] = useSearchParams();
  const [search, challenge, state] = [params.get('search'), params.get('challenge'), params.get('state')];
  const filter: ListFilter = {
    ...(search && { search }),
    ...(isState(state) && { state }),
    ...(challenge && { challenge }),
  };
  const change = (changes: FilterChange) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes))
          if (value) after.set(name, value);
          else after.delete(name);
        return after;
      },
      { replace: true },
    );
  return [filter, change];
}

/** How often the list is read again: more often while something on it is being graded. */
const quickMs = 3_000;
const calmMs = 15_000;

/** The invites that match, newest first, as far as they were asked for. */
export function useInvites(filter: ListFilter) {
  return useInfiniteQuery({
    queryKey: ['GET /api/invites', filter],
    queryFn: ({ pageParam }) =>
      call('GET /api/invites', { query: { ...filter, ...(pageParam && { after: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const shown = state.data?.pages.flatMap(({ invites }) => invites) ?? [];
      const moves = shown.some((invite) => invite.state === 'submitted' || invite.mail?.state === 'queued');
      // Every page that is shown is read again.
      return (moves ? quickMs : calmMs) * (state.data?.pages.length ?? 1);
    },
  });
}

/** Whether links can go by e-mail, as the list last said. */
export const MailIsSetUp = createContext(false);

/** How many of those that match are in each state. */
export function useInviteCounts({ search, challenge }: ListFilter) {
  const matching = { ...(search && { search }), ...(challenge && { challenge }) };
  return useQuery({
    ...query('GET /api/invites/counts', { query: matching }),
    placeholderData: keepPreviousData,
    refetchInterval: calmMs,
  });
}

/** Reads again what an act may have changed. */
export async function rereadInvites(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['GET /api/invites'] }),
    queries.invalidateQueries({ queryKey: ['GET /api/invites/counts'] }),
  ]);
}
