// One typed call of each tag, against the server whose address is the first argument; prints what was answered.
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

declare const process: { argv: string[] };

const client = createClient<paths>({ baseUrl: process.argv[2] ?? "" });

/** Return the answer of a call; throw where it is an error. */
function take<Data>(answer: { data?: Data; error?: { detail: string } }): Data {
  if (answer.data === undefined) throw new Error(answer.error?.detail ?? "no answer");
  return answer.data;
}

// Without `limit` the same address streams events: an array is a page.
const page = take(await client.GET("/api/rooms/", { params: { query: { limit: 3 } } }));
const rooms = Array.isArray(page) ? page : [];
const tile = take(
  await client.GET("/api/tiles/{layer}/{z}/{x}/{y}.mvt", {
    params: { path: { layer: "rooms", z: 0, x: 0, y: 0 } },
    parseAs: "arrayBuffer",
  }),
) as unknown as ArrayBuffer;
const found = take(await client.GET("/api/search/", { params: { query: { q: "Room 0.1" } } }));
const asked = await client.GET("/api/route/", { params: { query: { from: "room:1", to: "room:205" } } });
const posted = take(await client.POST("/api/route/", { body: { from: { room: 1 }, to: "room:205" } }));
const absent = await client.GET("/api/rooms/{id}/", { params: { path: { id: 123456 } } });
const closures = take(await client.GET("/api/closures/"));
const health = take(await client.GET("/api/health/"));

console.log(
  JSON.stringify({
    layers: rooms.map((room) => room.name),
    tiles: tile.byteLength > 0,
    search: found.results[0]?.name,
    routing: take(asked).legs.map((leg) => leg.level),
    posted: posted.steps.at(-1)?.level,
    absent: absent.error?.code,
    closures: closures.length,
    health: health.ok,
  }),
);
