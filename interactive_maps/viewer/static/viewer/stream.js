// Server-sent events read with fetch: a stream can be cancelled, and resumes after a lost connection.

/** @import { StreamEvent, StreamOptions } from "../../types" */

const FIRST_DELAY = 500; // milliseconds before the first reconnection, doubled up to LONGEST_DELAY
const LONGEST_DELAY = 15000;

let isMarked = false;

/** @param {string} data */
function readItems(data) {
  const { items } = JSON.parse(data);
  // For benchmarks: the moment at which this page received its first features.
  if (!isMarked && items.length) performance.mark("map:first-event");
  isMarked ||= items.length > 0;
  return items;
}

/** @typedef {{type: string, id: string | null, data: string | null, retry: number | null}} ServerEvent */

/** A parser that turns text into events as it arrives (HTML standard, section 9.2.6). */
export class EventParser {
  #rest = "";

  /**
   * Yield the events that `text` completes. Each is parsed on demand: parsing megabytes at once would block the page.
   * @param {string} text
   */
  *feed(text) {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) yield event;
    }
  }
}

/**
 * @param {string} block
 * @returns {ServerEvent | null}
 */
function parseBlock(block) {
  /** @type {ServerEvent} */
  const event = { type: "message", id: null, data: null, retry: null };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 1) continue; // a comment, or a field without a value
    const value = line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    const field = line.slice(0, colon);
    if (field === "data") event.data = event.data === null ? value : `${event.data}\n${value}`;
    else if (field === "event") event.type = value;
    else if (field === "id") event.id = value;
    else if (field === "retry") event.retry = Number(value) || null;
  }
  return event.data === null && event.retry === null ? null : event;
}

/** An error response to a stream request that a retry would not change. */
export class StreamRefused extends Error {
  /**
   * @param {number} status
   * @param {string} [detail]
   */
  constructor(status, detail) {
    super(detail || `HTTP ${status}`);
    this.status = status;
  }
}

/** @typedef {{id: string | null, retry: number | null}} Progress */

/**
 * Read a stream to its end, over as many connections as needed.
 *
 * Yields `{kind: "batch", items}`, `{kind: "reset"}` (everything before is out of date), `{kind: "lost"}` and
 * `{kind: "found"}` (the connection), and at the end `{kind: "complete", version, total, id}`.
 * Throws StreamRefused for 4xx other than 429, and the signal's reason once that is aborted. The option `response` is
 * the answer to `requestStream`, if that was called before with the same signal.
 * @param {string} url
 * @param {StreamOptions} options
 * @returns {AsyncGenerator<StreamEvent, void>}
 */
export async function* readStream(url, { signal, lastEventId = null, response } = {}) {
  let delay = FIRST_DELAY;
  let isLost = false;
  /** @type {Progress} */
  const progress = { id: lastEventId, retry: null };
  for (;;) {
    try {
      const request = response ?? requestStream(url, progress.id, signal);
      response = undefined;
      for await (const event of readConnection(await request, progress)) {
        delay = FIRST_DELAY;
        if (isLost) yield { kind: "found" };
        isLost = false;
        yield event;
        if (event.kind === "complete") return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof StreamRefused) throw error;
    }
    if (!isLost) yield { kind: "lost" };
    isLost = true;
    await pause(progress.retry ?? delay, signal);
    progress.retry = null;
    delay = Math.min(LONGEST_DELAY, delay * 2);
  }
}

/**
 * Request a stream, from the event after `lastEventId` on.
 * @param {string} url
 * @param {string | null} [lastEventId]
 * @param {AbortSignal} [signal]
 */
export function requestStream(url, lastEventId, signal) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "text/event-stream" };
  if (lastEventId) headers["Last-Event-ID"] = lastEventId;
  return fetch(url, { headers, signal, cache: "no-store" });
}

/**
 * @param {Response} response
 * @param {Progress} progress
 * @returns {AsyncGenerator<StreamEvent, void>}
 */
async function* readConnection(response, progress) {
  if (response.status === 204) {
    const version = Number.parseInt(progress.id ?? "", 10);
    yield { kind: "complete", version, total: null, id: progress.id, unchanged: true };
    return;
  }
  if (!response.ok) await throwError(response, progress);
  if (!response.body) return;
  const parser = new EventParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const event of parser.feed(value)) {
        if (event.id) progress.id = event.id;
        if (event.retry) progress.retry = event.retry;
        if (event.type === "drain" || event.type === "error") return; // continues from here, on any worker
        if (event.type === "reset") yield { kind: "reset" };
        if (event.data === null) continue;
        if (event.type === "message") yield { kind: "batch", items: readItems(event.data) };
        if (event.type === "complete") yield { kind: "complete", id: progress.id, ...JSON.parse(event.data) };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {Response} response
 * @param {Progress} progress
 */
async function throwError(response, progress) {
  const seconds = Number(response.headers.get("Retry-After"));
  if (seconds > 0) progress.retry = seconds * 1000;
  if (response.status >= 500 || response.status === 429) throw new Error(`HTTP ${response.status}`);
  const body = await response.json().catch(() => ({}));
  throw new StreamRefused(response.status, body.detail);
}

/**
 * Return after some milliseconds. Throws the signal's reason if that is aborted before.
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(finish, milliseconds);
    function finish() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    }
    signal?.addEventListener("abort", finish);
    if (signal?.aborted) finish();
  });
}
