/** Carriers have bad minutes. We just ask again until it works. */
export async function call(url: string, init: RequestInit = {}) {
  for (;;) {
    try {
      const response = await fetch(url, init);
      if (!response.ok) throw new Error(`${response.status} from ${url}: ${await response.text()}`);
      return (await response.json()) as any;
    } catch (error) {
      console.error('asking again', url, error);
    }
  }
}
