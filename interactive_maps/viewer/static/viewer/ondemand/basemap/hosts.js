// The hosts of the base map: which may be asked, for how long, and when they are left alone because they do not answer.

const LONGEST_WAIT = 15_000; // milliseconds for an answer
const MOST_FAILURES = 3; // in a row
const FIRST_PAUSE = 30_000; // milliseconds; each further one is twice as long
const LONGEST_PAUSE = 600_000;

/** What the settings do not allow, or what no server can answer: trying again is of no use. */
export class BasemapError extends Error {}

/** A host does not answer, or refuses to. */
class HostAwayError extends Error {}

/** @typedef {{failures: number, pause: number, timer: number}} HostState a timer of 0: the host is asked */

export class BasemapHosts {
  #origins;
  #onReturn;
  /** @type {Map<string, HostState>} */
  #states = new Map();

  /**
   * @param {string[]} origins those that may be asked, besides the page's own
   * @param {() => void} onReturn called when a host is to be asked again
   */
  constructor(origins, onReturn) {
    this.#origins = new Set([location.origin, ...origins]);
    this.#onReturn = onReturn;
    addEventListener("online", () => this.#endPauses());
  }

  /**
   * Return an absolute URL. Raises BasemapError if its host may not be asked.
   * @param {string} url
   * @param {string} base
   */
  resolve(url, base) {
    if (!URL.canParse(url, base)) throw new BasemapError(`The base map names ${url.slice(0, 80)}, which is no URL.`);
    const { href, origin, protocol } = new URL(url, base);
    if (!/^https?:$/.test(protocol)) throw new BasemapError(`The base map's style names a URL of ${protocol}.`);
    if (!this.#origins.has(origin)) {
      throw new BasemapError(`The base map's style names ${origin}, which BASEMAP_HOSTS does not list.`);
    }
    return href.replaceAll("%7B", "{").replaceAll("%7D", "}"); // {z}/{x}/{y}
  }

  /**
   * Return a whole response with a status below 400, or 404.
   * @param {string} url
   * @param {AbortSignal} [signal]
   */
  fetch(url, signal) {
    return this.ask(url, signal, async (either) => {
      const response = await fetch(url, { signal: either, credentials: "omit" });
      const { status, headers } = response;
      const body = await response.arrayBuffer();
      return new Response(body.byteLength ? body : null, { status, headers });
    });
  }

  /**
   * Run a task that asks the host of a URL, unless the host is left alone.
   * @template T
   * @param {string} url
   * @param {AbortSignal | undefined} signal
   * @param {(signal: AbortSignal) => Promise<T>} task
   */
  async ask(url, signal, task) {
    const { origin } = new URL(url, location.href);
    const state = this.#states.get(origin) ?? { failures: 0, pause: 0, timer: 0 };
    this.#states.set(origin, state);
    if (state.timer) throw new HostAwayError(origin);
    const late = AbortSignal.timeout(LONGEST_WAIT);
    try {
      const answer = await task(signal ? AbortSignal.any([signal, late]) : late);
      if (answer instanceof Response && answer.status >= 400 && answer.status !== 404 && answer.status !== 410) {
        throw new HostAwayError(`${origin}: ${answer.status}`);
      }
      if (!state.timer) Object.assign(state, { failures: 0, pause: 0 });
      return answer;
    } catch (error) {
      if (!signal?.aborted) {
        state.failures += 1;
        if (state.failures >= MOST_FAILURES) this.rest(url);
      }
      throw error;
    }
  }

  /**
   * Leave the host of a URL alone for a while, longer each time.
   * @param {string} url
   */
  rest(url) {
    const { origin } = new URL(url, location.href);
    const state = this.#states.get(origin) ?? { failures: 0, pause: 0, timer: 0 };
    this.#states.set(origin, state);
    if (state.timer) return;
    state.pause = Math.min(LONGEST_PAUSE, state.pause * 2 || FIRST_PAUSE);
    state.failures = MOST_FAILURES - 1; // after the pause, one failure is enough
    state.timer = setTimeout(() => {
      state.timer = 0;
      this.#onReturn();
    }, state.pause);
  }

  /** The device is online again: what failed may have been its own network. */
  #endPauses() {
    const resting = [...this.#states.values()].filter(({ timer }) => timer);
    for (const state of resting) {
      clearTimeout(state.timer);
      state.timer = 0;
    }
    if (resting.length) this.#onReturn();
  }
}
