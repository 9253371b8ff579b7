// One stream of the map, read with fetch: it can be cancelled, and it goes on where it was cut.

const FIRST_WAIT = 500; // milliseconds before the first new try, doubled up to LONGEST_WAIT
const LONGEST_WAIT = 15000;

let isMarked = false;

function readItems(data) {
  const { items } = JSON.parse(data);
  // For those who measure: when the first features of this page had come.
  if (!isMarked && items.length) performance.mark("map:first-event");
  isMarked ||= items.length > 0;
  return items;
}

/** Turns text, as it comes, into events: `{type, id, data, retry}` (HTML standard, section 9.2.6). */
export class EventParser {
  #rest = "";

  /** Yield the events that `text` completes, each made when it is asked for: megabytes at once would be felt. */
  *feed(text) {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop();
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) yield event;
    }
  }
}

function parseBlock(block) {
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

/** What a server says when it will not answer, however often it is asked. */
export class StreamRefused extends Error {
  constructor(status, detail) {
    super(detail || `HTTP ${status}`);
    this.status = status;
  }
}

/**
 * Read a stream to its end, over as many connections as that takes.
 *
 * Yields `{kind: "batch", items}`, `{kind: "reset"}` (all before is out of date), `{kind: "lost"}` and
 * `{kind: "found"}` (the connection), and at the end `{kind: "complete", version, total, id}`.
 * Throws StreamRefused for 4xx other than 429, and the signal's reason when that is aborted.
 */
export async function* readStream(address, { signal, lastEventId = null } = {}) {
  let wait = FIRST_WAIT;
  let isLost = false;
  const progress = { id: lastEventId, retry: null };
  for (;;) {
    try {
      for await (const event of readConnection(address, progress, signal)) {
        wait = FIRST_WAIT;
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
    await pause(progress.retry ?? wait, signal);
    progress.retry = null;
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }
}

async function* readConnection(address, progress, signal) {
  const headers = { Accept: "text/event-stream" };
  if (progress.id) headers["Last-Event-ID"] = progress.id;
  const response = await fetch(address, { headers, signal, cache: "no-store" });
  if (response.status === 204) {
    yield { kind: "complete", version: Number.parseInt(progress.id, 10), total: null, id: progress.id, unchanged: true };
    return;
  }
  if (!response.ok) await refuse(response, progress);
  const parser = new EventParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const event of parser.feed(value)) {
        if (event.id) progress.id = event.id;
        if (event.retry) progress.retry = event.retry;
        if (event.type === "drain" || event.type === "error") return; // it goes on from here, on any worker
        if (event.type === "reset") yield { kind: "reset" };
        if (event.type === "message") yield { kind: "batch", items: readItems(event.data) };
        if (event.type === "complete") yield { kind: "complete", id: progress.id, ...JSON.parse(event.data) };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function refuse(response, progress) {
  const seconds = Number(response.headers.get("Retry-After"));
  if (seconds > 0) progress.retry = seconds * 1000;
  if (response.status >= 500 || response.status === 429) throw new Error(`HTTP ${response.status}`);
  const body = await response.json().catch(() => ({}));
  throw new StreamRefused(response.status, body.detail);
}

/** Return after so many milliseconds; throw when the signal is aborted before. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    }
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
