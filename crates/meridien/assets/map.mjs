// The map to zoom and move, in place of the one that the server drew. All its texts and figures come from the page
// (data-map) and from the address in it; src/map/answer.rs describes what that answers.

const view = document.querySelector("[data-map]");
const settings = JSON.parse(view.dataset.map);
const texts = settings.texts;
const note = document.querySelector(".atlas-note");
const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const docked = matchMedia("(max-width: 40rem), (max-height: 30rem)"); // as in map.css
const LEAST = -1;
const NEAREST = 10;
const BORDERS_FROM = 3.2;
const PARTS_FROM = 4.8;
const ARCS_OPACITY = 0.55;

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const middle = (button) => {
  const { left, top, width, height } = button.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

// Shapes: whole hundredths of a degree, each point as the way from the one before.
const points = (line) => {
  const found = [];
  for (let at = 0, lon = 0, lat = 0; at < line.length; at += 2) {
    lon += line[at];
    lat += line[at + 1];
    found.push([lon / 100, lat / 100]);
  }
  return found;
};
const closed = (ring) => [...ring, ring[0]];
const feature = (type, coordinates, properties) => ({ type: "Feature", properties, geometry: { type, coordinates } });
const collection = (features) => ({ type: "FeatureCollection", features });
const fetched = async (address, options) => {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
};

// The colours are those of the style sheets, in both schemes.
function style(countries, names) {
  const css = getComputedStyle(view);
  const colour = (name) => css.getPropertyValue(`--${name}`).trim();
  const shades = Object.entries(settings.shades).flatMap(([country, { class: shade }]) => [country, colour(`q${shade}`)]);
  const land = shades.length ? ["match", ["get", "id"], ...shades, colour("land")] : colour("land");
  const empty = { type: "geojson", data: collection([]) };
  return {
    version: 8,
    sources: {
      countries: { type: "geojson", data: countries },
      names: { type: "geojson", data: names },
      regions: empty,
      parts: empty,
      arcs: empty,
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": land } },
      {
        id: "parts", type: "line", source: "parts", minzoom: PARTS_FROM,
        paint: { "line-color": colour("edge"), "line-width": 0.7, "line-opacity": 0.4 },
      },
      {
        id: "regions", type: "line", source: "regions", minzoom: BORDERS_FROM,
        paint: { "line-color": colour("edge"), "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.5, 8, 1.4], "line-opacity": 0.55 },
      },
      { id: "coasts", type: "line", source: "countries", paint: { "line-color": colour("sea"), "line-width": 1 } },
      {
        id: "borders", type: "line", source: "countries", minzoom: BORDERS_FROM,
        paint: { "line-color": colour("edge"), "line-width": 1.2, "line-opacity": 0.7 },
      },
      {
        id: "arcs", type: "line", source: "arcs", layout: { "line-cap": "round" },
        paint: { "line-color": colour("laterite"), "line-width": ["get", "width"], "line-opacity": ARCS_OPACITY },
      },
      {
        id: "names", type: "symbol", source: "names", minzoom: 1.6,
        layout: {
          "text-field": ["get", document.documentElement.lang === "fr" ? "fr" : "en"],
          "text-font": ["sans-serif"], "text-size": ["interpolate", ["linear"], ["zoom"], 2, 11, 6, 15],
          "text-max-width": 7, "symbol-sort-key": ["get", "rank"],
        },
        paint: { "text-color": colour("soft"), "text-halo-color": colour("halo"), "text-halo-width": 1.2 },
      },
    ],
  };
}

class Live {
  spots = new Map(); // by id: { spot, marker, button }
  answers = new Map(); // by address, the latest asked last
  current = null;

  constructor(gl, { countries }) {
    this.gl = gl;
    this.countries = collection(
      countries.map(({ id, rings }) => feature("MultiPolygon", rings.map((ring) => [closed(points(ring))]), { id })),
    );
    const named = countries.filter(({ at }) => at);
    this.names = collection(named.map(({ at, fr, en }, rank) => feature("Point", at, { fr, en, rank })));
    this.box = element("div");
    view.append(element("div", { className: "atlas-canvas" }, this.box));
    this.map = new gl.Map({
      container: this.box,
      style: style(this.countries, this.names),
      ...this.whole(),
      minZoom: LEAST,
      maxZoom: NEAREST,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      cooperativeGestures: true,
      fadeDuration: still.matches ? 0 : 200,
      locale: {
        "Map.Title": texts.name,
        "Popup.Close": texts.close,
        "CooperativeGesturesHandler.WindowsHelpText": texts.wheel,
        "CooperativeGesturesHandler.MacHelpText": texts.wheelMac,
        "CooperativeGesturesHandler.MobileHelpText": texts.fingers,
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
  }

  whole() {
    const [west, south, east, north] = settings.extent ?? [-170, -56, 190, 78];
    const bounds = [[west, Math.max(south, -60)], [east, Math.min(north, 80)]];
    // A whole world from edge to edge: beyond it begins another, without discs.
    const padding = east - west < 360 ? Math.min(36, view.clientWidth / 32) : 0;
    return { bounds, fitBoundsOptions: { padding, maxZoom: 6 } };
  }

  async start() {
    await new Promise((loaded, failed) => {
      const fail = ({ error }) => failed(error);
      this.map.on("error", fail);
      this.map.once("load", () => (this.map.off("error", fail), loaded()));
    });
    this.map.resize();
    const { bounds, fitBoundsOptions } = this.whole();
    this.map.fitBounds(bounds, { ...fitBoundsOptions, animate: false });
    // The server's drawing stays until there is as much to be seen in its place.
    await this.refresh();
    view.classList.add("live");
    this.tools();
    this.map.on("moveend", () => (this.stop(), this.refresh()));
    this.map.on("zoomend", () => this.borders());
    this.map.on("click", "land", ({ features: [country], lngLat }) => {
      const shade = settings.shades[country.properties.id];
      if (shade) this.popup(lngLat, shade);
    });
    dark.addEventListener("change", () => {
      this.map.setStyle(style(this.countries, this.names), { diff: false });
      this.map.once("styledata", () => this.redraw());
    });
    await this.borders();
    view.dataset.state = "ready";
  }

  // A bar of buttons: all that fingers or a wheel can do, without them.
  tools() {
    const by = (x, y) => () => this.map.panBy([x * this.box.clientWidth / 3, y * this.box.clientHeight / 3], this.ease());
    const button = (sign, label, onclick) =>
      element("button", { type: "button", textContent: sign, title: label, ariaLabel: label, onclick });
    const bar = element(
      "div", { className: "atlas-tools", role: "group", ariaLabel: texts.moves },
      button("+", texts.in, () => this.map.zoomIn(this.ease())),
      button("−", texts.out, () => this.map.zoomOut(this.ease())),
      button("←", texts.west, by(-1, 0)),
      button("→", texts.east, by(1, 0)),
      button("↑", texts.north, by(0, -1)),
      button("↓", texts.south, by(0, 1)),
      element("button", {
        type: "button", textContent: texts.whole,
        onclick: () => this.map.fitBounds(this.whole().bounds, { ...this.whole().fitBoundsOptions, ...this.ease() }),
      }),
    );
    view.append(bar);
  }

  ease() {
    return { animate: !still.matches };
  }

  // What is to be drawn here: the same for a little move, as the zone's edges are on a grid.
  address() {
    const zoom = Math.min(NEAREST, Math.max(LEAST, Math.floor(this.map.getZoom() + 0.35)));
    const step = 180 / 2 ** zoom;
    const down = (degrees) => Math.floor(degrees / step) * step;
    const up = (degrees) => Math.ceil(degrees / step) * step;
    const bounds = this.map.getBounds();
    const [west, east] = [down(bounds.getWest()), up(bounds.getEast())];
    const turned = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;
    const across = east - west >= 360 ? [-180, 180] : [turned(west), turned(east)];
    const zone = [across[0], Math.max(-90, down(bounds.getSouth())), across[1], Math.min(90, up(bounds.getNorth()))];
    const address = new URL(settings.data, location.href);
    address.searchParams.set("zoom", zoom);
    address.searchParams.set("zone", zone.join(","));
    return address.href;
  }

  async refresh() {
    if (settings.mode !== "places") return;
    const address = this.address();
    if (address === this.shown) return;
    this.shown = address;
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = this.answers.get(address) ?? (await fetched(address, { signal: this.asking.signal }));
      this.answers.delete(address);
      this.answers.set(address, answer);
      if (this.answers.size > 40) this.answers.delete(this.answers.keys().next().value);
      this.draw(answer);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!this.answer) throw error;
      // What is drawn stays; the next move asks again.
      this.shown = null;
      note.textContent = texts.stale;
      console.warn(error);
    }
  }

  draw(answer) {
    this.answer = answer;
    const wanted = new Map(answer.spots.map((spot) => [`${spot.id} ${spot.at} ${spot.label}`, spot]));
    for (const [key, { spot, marker, button }] of this.spots) {
      if (wanted.has(key)) continue;
      // The pointer never leaves what is no more there.
      if (spot === this.current) this.current = null;
      if (button === document.activeElement) this.map.getCanvas().focus({ preventScroll: true });
      marker.remove();
      this.spots.delete(key);
    }
    for (const [key, spot] of wanted) {
      if (!this.spots.has(key)) this.spots.set(key, this.marker(spot));
    }
    this.stop();
    note.textContent = answer.note;
    this.redraw();
  }

  // One stop of the Tab key for all discs, at one that is seen; the arrows lead from one to another.
  stop() {
    const buttons = [...this.spots.values()].map(({ button }) => button);
    if (buttons.includes(document.activeElement)) return;
    const seen = buttons.filter((button) => this.sees(middle(button)));
    const stop = seen.find(({ tabIndex }) => tabIndex === 0) ?? seen[0];
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  // Whether a point of the window is within the map's frame.
  sees([left, top]) {
    const box = this.box.getBoundingClientRect();
    return left > box.left && left < box.right && top > box.top && top < box.bottom;
  }

  redraw() {
    if (this.answer) this.map.getSource("arcs")?.setData(this.answer.arcs);
    if (this.lines) {
      this.map.getSource("regions")?.setData(this.lines.regions);
      this.map.getSource("parts")?.setData(this.lines.parts);
    }
    this.isolate(this.current);
  }

  marker(spot) {
    const button = element("button", {
      type: "button", className: spot.count ? "spot" : "spot end", textContent: spot.text ?? "", ariaLabel: spot.label,
      title: spot.label, tabIndex: -1,
      // The map's own click would close the popup again.
      onclick: (event) => (event.stopPropagation(), this.open(spot, button)),
      onpointerenter: () => this.isolate(spot), onpointerleave: () => this.isolate(null),
      onfocus: () => this.isolate(spot), onblur: () => this.isolate(null),
      onkeydown: (event) => this.step(event, button),
    });
    button.style.width = button.style.height = `${spot.size}px`;
    const marker = new this.gl.Marker({ element: button }).setLngLat(spot.at).addTo(this.map);
    button.tabIndex = -1;
    return { spot, marker, button };
  }

  // Shows the links of one spot alone, or all.
  isolate(spot) {
    this.current = spot;
    if (!this.map.getLayer("arcs")) return;
    const own = spot && ["any", ["==", ["get", "from"], spot.id], ["==", ["get", "to"], spot.id]];
    this.map.setPaintProperty("arcs", "line-opacity", own ? ["case", own, 0.95, 0.07] : ARCS_OPACITY);
  }

  // To the nearest spot in the direction of the arrow.
  step(event, from) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = middle(from);
    let [best, least] = [null, Infinity];
    for (const { button } of this.spots.values()) {
      const [left, top] = middle(button);
      const ahead = (left - x) * way[0] + (top - y) * way[1];
      const aside = Math.abs((left - x) * way[1]) + Math.abs((top - y) * way[0]);
      if (this.sees([left, top]) && ahead > 1 && ahead + 2 * aside < least) [best, least] = [button, ahead + 2 * aside];
    }
    if (!best) return;
    from.tabIndex = -1;
    best.tabIndex = 0;
    best.focus({ preventScroll: true });
  }

  open(spot, button) {
    const [west, south, east, north] = spot.zone ?? [];
    const nearer = () => {
      this.opened.remove();
      this.map.fitBounds([[west, south], [east, north]], { padding: 70, maxZoom: NEAREST, ...this.ease() });
      this.map.getCanvas().focus({ preventScroll: true });
    };
    const closer = element("button", { type: "button", textContent: texts.nearer, onclick: nearer });
    this.popup(spot.at, spot, spot.zone && closer, spot.size / 2 + 2);
    this.opened.on("close", () => button.isConnected && button.focus({ preventScroll: true }));
  }

  // What something is, with a way on: nobody leaves the map by one click on it.
  popup(at, { label, href }, more, offset = 0) {
    this.opened?.remove();
    const content = element("div", {}, element("p", { textContent: label }));
    if (href) content.append(element("p", {}, element("a", { href, textContent: texts.list })));
    if (more) content.append(element("p", {}, more));
    this.opened = new this.gl.Popup({ maxWidth: "17rem", offset }).setLngLat(at).setDOMContent(content).addTo(this.map);
    this.opened.getElement().addEventListener("keydown", ({ key }) => key === "Escape" && this.opened.remove());
    if (docked.matches) this.clear(at);
  }

  // Moves a place out from under what is said of it at the map's foot.
  clear(at) {
    const free = this.box.clientHeight - this.opened.getElement().clientHeight;
    const { y } = this.map.project(at);
    if (y > free - 24) this.map.panBy([0, y - free / 2], this.ease());
  }

  // Regions and départements, once someone comes near.
  async borders() {
    if (this.lines || this.fetching || this.map.getZoom() < BORDERS_FROM) return;
    this.fetching = true;
    try {
      const { regions, parts } = await fetched(settings.borders);
      const lines = (all) => collection(all.map((line) => feature("LineString", points(line), {})));
      this.lines = { regions: lines(regions), parts: lines(parts) };
      this.redraw();
    } catch (error) {
      // The map is whole without them; the next zoom asks again.
      console.warn(error);
    } finally {
      this.fetching = false;
    }
  }
}

async function start() {
  try {
    const sheet = element("link", { rel: "stylesheet", href: settings.style });
    const styled = new Promise((loaded) => (sheet.onload = sheet.onerror = loaded));
    document.head.prepend(sheet);
    const [gl, shapes] = await Promise.all([import(settings.library), fetched(settings.countries), styled]);
    gl.setWorkerUrl(settings.worker);
    await new Live(gl, shapes).start();
  } catch (error) {
    console.warn(error);
    view.querySelector(".atlas-canvas")?.remove();
    view.classList.remove("live");
    view.dataset.state = "failed";
    note.textContent = texts.failed;
  }
}

// Half a megabyte: asked for where the device saves data, else fetched once the map is on the screen and the page done.
if (navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches) {
  const button = element("button", { type: "button", className: "quiet", textContent: texts.open });
  // It stays, and keeps the focus, until the map is there; where that fails, it may be tried again.
  button.onclick = async () => {
    if (button.ariaDisabled) return;
    button.ariaDisabled = "true";
    note.textContent = texts.opening;
    await start();
    button.ariaDisabled = null;
    if (view.dataset.state === "failed") return;
    const focused = document.activeElement === button;
    button.remove();
    if (focused) view.querySelector(".maplibregl-canvas").focus({ preventScroll: true });
  };
  view.append(button);
} else {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    (window.requestIdleCallback ?? setTimeout)(start);
  });
  addEventListener("load", () => watch.observe(view), { once: true });
  if (document.readyState === "complete") watch.observe(view);
}
