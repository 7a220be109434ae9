// Figures of a period: how many, how fast, how it stands; every chart with its table, and each to take along.
import { get } from "./api.js";
import { Bar, Columns } from "./charts.js";
import { dayOfYear, longDay, number, percent, shortDay } from "./format.js";
import { given, language } from "./given.js";
import { html, useEffect, useState } from "./h.js";
import { ask, to } from "./router.js";
import { describe } from "./schema.js";
import { t } from "./words.js";

const DAY = 86_400_000;
const PRESETS = [30, 90, 365];
const OPEN_TO = new Set(["lead", "dpo"]);
const span = ({ from_days: first, to_days: last }) => (last === null ? t("days_from", { first }) : t("days_between", { first, last }));
const week = (row) => shortDay(row.week);

/** Every table: the shape its rows have, what names a row, what its bar or its columns show. */
const TABLES = [
  { name: "weeks", kind: "WeekRow", key: "week", label: week, columns: [{ name: "arrived" }, { name: "answered" }], wide: true },
  { name: "due", kind: "DueRow", key: "week", label: week, columns: [{ name: "due" }, { name: "waiting", inside: true }], wide: true },
  { name: "handlers", kind: "HandlerRow", key: "name", skip: "assignee", bar: "open", part: "late", label: ({ name }) => name ?? t("nobody_yet"), narrowed: ({ assignee }) => assignee && { assignee } },
  { name: "stages", kind: "StageRow", key: "state", bar: "open", part: "late", label: ({ state }, say) => say("State", state), narrowed: ({ state }) => ({ state }) },
  { name: "ages", kind: "AgeRow", key: "from_days", skip: "to_days", title: "age", bar: "open", part: "late", label: span },
  { name: "days", kind: "DaysRow", key: "from_days", skip: "to_days", title: "days_to_answer", bar: "answered", label: span },
  { name: "rights", kind: "RightRow", key: "right", bar: "arrived", label: ({ right }) => (right ? given.rights[right] : t("no_right")) },
  { name: "channels", kind: "ChannelRow", key: "channel", bar: "arrived", label: ({ channel }, say) => say("Channel", channel) },
  { name: "refusals", kind: "RefusalRow", key: "ground", bar: "refused", label: ({ ground }, say) => say("RefusalGround", ground) },
  { name: "extensions", kind: "ExtensionRow", key: "reason", bar: "answered", label: ({ reason }, say) => say("ExtensionReason", reason) },
];

/** Draw the figures for the period of a query, for those they are for. */
export default function Figures({ query }) {
  return given.counts ? html`<${Period} query=${query} />` : html`<div class="empty"><p class="lead">${t("figures_not_yours")}</p></div>`;
}

function Period({ query }) {
  const { from = "", to: until = "" } = query;
  const [told, setTold] = useState({ busy: true });
  const asked = new URLSearchParams(Object.entries({ from, to: until }).filter(([, day]) => day));
  useEffect(() => {
    const stop = new AbortController();
    setTold((before) => ({ ...before, busy: true }));
    Promise.all([get(`/api/v1/figures?${asked}`, stop.signal), describe(language, get)]).then(
      ([figures, known]) => setTold({ figures, schemas: known.components.schemas }),
      (problem) => problem.name !== "AbortError" && setTold({ problem }),
    );
    return () => stop.abort();
  }, [String(asked)]);
  const { figures, problem, busy } = told;
  return html`<div class="figures" aria-busy=${busy ? "true" : undefined}>
    <header><h2>${t("figures")}</h2>${figures && html`<p>${t("figures_of", { first: longDay(figures.period.first_day), last: longDay(figures.period.last_day) })}</p>`}
      <${Chooser} key=${String(asked)} from=${from} until=${until} figures=${figures} /></header>
    ${problem && html`<p class="notice late" role="alert">${problem.status === 422 ? t("period_wrong") : problem.status ? problem.message : t("not_reached")}</p>`}
    ${!figures && !problem && html`<div class="skeleton" role="status"><span class="hidden">${t("loading")}</span><i></i><i></i><i></i></div>`}
    ${figures && html`<${Told} told=${told} asked=${asked} />`}</div>`;
}

function Chooser({ from, until, figures }) {
  const [typed, setTyped] = useState({});
  const { period, at } = figures ?? {};
  const today = figures && new Date(at).toLocaleDateString("sv", { timeZone: period.zone });
  const choose = (event) => {
    event.preventDefault();
    const { from, to: until } = Object.fromEntries(new FormData(event.target));
    ask({ from, to: until });
  };
  const type = ({ target: { name, value } }) => setTyped((before) => ({ ...before, [name]: value }));
  const back = (days) => new Date(new Date(today).getTime() - (days - 1) * DAY).toISOString().slice(0, 10);
  const isNow = (days) => !until && (from ? from === back(days) : days === 90);
  return html`<form class="period" onSubmit=${choose}>
    <nav aria-label=${t("period")}>${period && PRESETS.map((days) => html`<a class="button" href=${to("figures", days === 90 ? {} : { from: back(days) })} aria-current=${isNow(days) ? "true" : undefined}>${t("last_days", { n: days })}</a>`)}</nav>
    <label>${t("period_from")}<input type="date" name="from" required value=${typed.from ?? (from || period?.first_day)} onInput=${type} /></label>
    <label>${t("period_to")}<input type="date" name="to" required value=${typed.to ?? (until || period?.last_day)} onInput=${type} /></label>
    <button>${t("show")}</button></form>`;
}

function Told({ told: { figures, schemas }, asked }) {
  const say = (kind, word) => schemas[kind]?.["x-enum-labels"]?.[word] ?? word;
  return html`<${Summary} row=${figures.summary[0]} />
    <div class="charts">${TABLES.map((table) => html`<${Chart} key=${table.name} table=${table} rows=${figures[table.name]} fields=${schemas[table.kind].properties} say=${say} asked=${asked} />`)}</div>
    <p class="quiet">${t("figures_note", { zone: figures.period.zone })} <a href="/api/v1/figures/summary.csv?${asked}">${t("summary_csv")}</a></p>`;
}

function Summary({ row }) {
  const days = (n) => (n === null ? "–" : t("days", { n }));
  const share = (value) => (value === null ? "–" : percent(value));
  const cards = [
    ["in_time", share(row.in_time_share), row.answered ? t("of_answered", { n: row.answered, part: row.in_time }) : t("none_days")],
    ["median", days(row.median_days), row.nine_of_ten_days === null ? "" : t("nine_of_ten", { n: row.nine_of_ten_days })],
    ["arrived", number(row.arrived), t("and_answered", { n: row.answered })],
    ["late_now", number(row.late_now), t("of_open", { n: row.open_now })],
    ["soon_now", number(row.soon_now), ""],
    ["extended", share(row.extended_share), t("extended_n", { n: row.extended, now: row.extended_now })],
    ["refused", number(row.refused), ""],
    ["too_late", number(row.late), row.after_promise ? t("after_promise", { n: row.after_promise }) : ""],
  ];
  return html`<dl class="cards">${cards.map(([name, value, more]) => html`<div class=${name === "late_now" && row.late_now ? "late" : ""}><dt>${t(`card_${name}`)}</dt><dd><b>${value}</b>${more && html`<span>${more}</span>`}</dd></div>`)}</dl>`;
}

function Chart({ table, rows, fields, say, asked }) {
  const { name, columns, wide } = table;
  const shown = columns ? columns.map((one) => one.name) : [table.bar];
  const empty = rows.every((row) => shown.every((one) => !row[one])) && !(name === "handlers" && rows.length);
  const id = `figure-${name}`;
  return html`<section class=${wide ? "wide" : ""} aria-labelledby=${id}>
    <h3 id=${id}>${t(`table_${name}`)}</h3>
    <a class="csv" href="/api/v1/figures/${name}.csv?${asked}" aria-label=${t("csv_of", { table: t(`table_${name}`) })}>CSV</a>
    ${empty ? html`<p class="quiet">${t(`none_${name}`)}</p>` : html`
      ${columns && html`<${Columns} rows=${rows} axis=${(row) => dayOfYear(row.week)} series=${columns.map((one) => ({ ...one, title: fields[one.name].title }))}
        titleOf=${(row) => `${table.label(row)}: ${columns.map((one) => `${fields[one.name].title} ${row[one.name]}`).join(", ")}`} />`}
      ${columns ? html`<details><summary>${t("as_table")}</summary><${Table} table=${table} rows=${rows} fields=${fields} say=${say} /></details>`
        : html`<${Table} table=${table} rows=${rows} fields=${fields} say=${say} />`}`}</section>`;
}

function Table({ table, rows, fields, say }) {
  const { key, skip, bar, part, label, narrowed, title, name } = table;
  const numbers = Object.keys(fields).filter((field) => field !== key && field !== skip);
  const most = Math.max(1, ...rows.map((row) => row[bar] ?? 0));
  const link = (row) => OPEN_TO.has(given.role) && narrowed?.(row);
  const cell = (field, value) => (value === null ? "–" : field.endsWith("_share") ? percent(value) : number(value));
  return html`<div class="scroll" tabIndex="0" role="group" aria-labelledby="figure-${name}"><table>
    <thead><tr><th scope="col">${title ? t(`by_${title}`) : fields[key].title}</th>${bar && html`<td class="draw"></td>`}
      ${numbers.map((field) => html`<th scope="col" class="number">${fields[field].title}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${link(row) ? html`<a href=${to("", link(row))}>${label(row, say)}</a>` : label(row, say)}</th>
      ${bar && html`<td class="draw"><${Bar} value=${row[bar]} part=${row[part]} most=${most} /></td>`}
      ${numbers.map((field) => html`<td class="number">${cell(field, row[field])}</td>`)}</tr>`)}</tbody></table></div>`;
}
