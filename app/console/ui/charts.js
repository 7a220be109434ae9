// Charts of plain SVG: bars in a table, columns over weeks. What they show stands in a table as numbers too.
import { html } from "./h.js";

const partOf = (part, whole) => `${whole ? (100 * part) / whole : 0}%`;

/** Draw a bar for a number of at most `most`, its first part of another kind. */
export function Bar({ value, part = 0, most }) {
  return html`<svg class="bar" aria-hidden="true"><rect class="whole" width=${partOf(value, most)} height="100%" />
    ${part > 0 && html`<rect class="part" width=${partOf(part, most)} height="100%" />`}</svg>`;
}

/** Give a round number that is not below the greatest one. */
export function roundAbove(most) {
  const step = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 4, 5, 10].map((times) => times * step).find((one) => one >= most && (one > 1 || most <= 1));
}

/** Draw columns: `series` are `{ name, title }`; those that are `inside` stand within the one before. */
export function Columns({ rows, series, axis, titleOf }) {
  const beside = series.filter(({ inside }) => !inside);
  const most = roundAbove(Math.max(...rows.map((row) => Math.max(...beside.map(({ name }) => row[name])))));
  const every = Math.ceil(rows.length / 9);
  const share = 100 / rows.length;
  const width = (0.76 * share) / beside.length;
  let place = -1;
  const placed = series.map((one) => ({ ...one, place: one.inside ? place : (place += 1) }));
  return html`<div class="columns-chart" aria-hidden="true">
    <ul class="legend">${series.map(({ name, title }) => html`<li><svg class="swatch"><rect class=${name} width="100%" height="100%" /></svg>${title}</li>`)}</ul>
    <div class="plot"><div class="scale"><span>${most}</span><span>${most % 2 ? "" : most / 2}</span><span>0</span></div>
    <svg class=${rows.length > 8 ? "many" : ""}>
      ${["0%", "50%", "100%"].map((y) => html`<line x1="0" x2="100%" y1=${y} y2=${y} />`)}
      ${rows.map((row, at) => html`<g><title>${titleOf(row)}</title>
        <rect class="ground" x="${at * share}%" y="0" width="${share}%" height="100%" />
        ${placed.map(({ name, place }) => html`<rect class=${name} x="${at * share + 0.12 * share + place * width}%" y=${partOf(most - row[name], most)} width="${width}%" height=${partOf(row[name], most)} />`)}
        ${at % every === 0 && html`<text class=${(at / every) % 2 ? "second" : ""} x="${(at + 0.5) * share}%" y="100%" dy="1.4em">${axis(row)}</text>`}
        ${rows.length <= 14 && beside.map(({ name }, nth) => row[name] > 0 && html`<text class="value" x="${at * share + 0.12 * share + (nth + 0.5) * width}%" y=${partOf(most - row[name], most)} dy="-0.3em">${row[name]}</text>`)}
      </g>`)}
    </svg></div></div>`;
}
