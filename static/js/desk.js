// The writing side of the server: whether it takes decisions and news, who decides, and the requests themselves.

const AUTHOR = "dateline-author";

export class Desk {
  constructor(base) {
    this.base = base;
    this.rights = { writable: false, fetch: false };
    this.name = readName();
  }

  /** Asks what may be done here; a server that cannot be asked takes nothing. */
  async open() {
    try {
      this.rights = await this.#ask("desk.json");
    } catch {
      // decisions stay hidden: reading goes on without them
    }
    return this.rights.writable;
  }

  get author() {
    return this.name;
  }

  /** Keeps who decides for the next time, where the browser allows it. */
  set author(name) {
    this.name = name.trim().replace(/\s+/g, " ").slice(0, 80);
    try {
      localStorage.setItem(AUTHOR, this.name);
    } catch {
      // remembered for this visit alone
    }
  }

  /** Keeps a decision; `seen` is the number of the newest one that was shown. Resolves to the event as it is now. */
  decide(id, { change, value, note = "" }, seen) {
    return this.#send(`events/${encodeURIComponent(id)}/decisions`, { change, value, note, author: this.author, seen });
  }

  undo(id, seen) {
    return this.#send(`events/${encodeURIComponent(id)}/undo`, { author: this.author, seen });
  }

  async findPlaces(text) {
    return (await this.#ask(`places.json?${new URLSearchParams({ q: text })}`)).places;
  }

  /** The point itself and the towns around it: {point, places}. */
  findNear({ lon, lat, radiusKm }) {
    const params = new URLSearchParams({ lon: lon.toFixed(6), lat: lat.toFixed(6), radius_km: radiusKm.toPrecision(3) });
    return this.#ask(`places/near.json?${params}`);
  }

  /** Hands news in; resolves to the job. */
  submit(form) {
    return this.#ask("submissions", { method: "POST", body: form });
  }

  readJob(id) {
    return this.#ask(`submissions/${encodeURIComponent(id)}.json`);
  }

  #send(path, fields) {
    const headers = { "Content-Type": "application/json" };
    return this.#ask(path, { method: "POST", headers, body: JSON.stringify(fields) });
  }

  async #ask(path, options = {}) {
    const headers = { ...options.headers, Accept: "application/json" };
    if (options.method) headers["X-Dateline-Token"] = this.rights.token;
    const response = await fetch(`${this.base}/${path}`, { ...options, headers });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    throw Object.assign(new Error(answer.error || response.statusText || `status ${response.status}`), { status: response.status });
  }
}

function readName() {
  try {
    return (localStorage.getItem(AUTHOR) ?? "").slice(0, 80);
  } catch {
    return "";
  }
}
