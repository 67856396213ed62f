/** What stands here is replaced by what the bench works out. */
export const burnMs = 0;
