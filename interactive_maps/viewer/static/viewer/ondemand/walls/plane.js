// A plane that touches the earth at a floor: positions as metres east and north of a corner.

import { METRES_PER_DEGREE } from "../../geometry.js";

/** @import { Bounds, Position } from "../../../../types" */

export class Plane {
  #west;
  #south;
  #perDegreeEast;

  /** @param {Bounds} bounds */
  constructor([west, south, , north]) {
    this.#west = west;
    this.#south = south;
    this.#perDegreeEast = METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  }

  /**
   * @param {number[]} position
   * @returns {[x: number, y: number]}
   */
  project([longitude, latitude]) {
    return [(longitude - this.#west) * this.#perDegreeEast, (latitude - this.#south) * METRES_PER_DEGREE];
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {Position}
   */
  locate(x, y) {
    return [this.#west + x / this.#perDegreeEast, this.#south + y / METRES_PER_DEGREE];
  }
}
