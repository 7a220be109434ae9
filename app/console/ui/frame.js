// The frame of every screen: where one is, what one may do anywhere, and what is wrong with the connection.
import { line, post } from "./api.js";
import { dropAll } from "./drafts.js";
import { given } from "./given.js";
import { html, useEffect, useRef, useState } from "./h.js";
import { Icon } from "./icon.js";
import { useShortcuts, written, SHORTCUTS } from "./keys.js";
import { Later, preload } from "./later.js";
import { live } from "./live.js";
import { me } from "./me.js";
import { overlay } from "./overlay.js";
import { prefer, prefs } from "./prefs.js";
import { ask, go, here, to } from "./router.js";
import { Toasts } from "./toast.js";
import { Views } from "./views.js";
import { t } from "./words.js";

/** Draw the frame around a screen. */
export function Frame({ children }) {
  const { over } = overlay.use();
  const forCases = {
    palette: () => overlay.set({ over: "palette" }),
    search: () => document.getElementById("search")?.focus(),
    phone_note: () => overlay.set({ over: "note" }),
    to_queue: () => go(to("")),
  };
  useShortcuts({ sheet: () => overlay.set({ over: "sheet" }), ...(given.reads && forCases) });
  useEffect(preload, []);
  return html`<a class="skip" href="#content">${t("skip")}</a>
    <${Top} /><${Trouble} />
    <div class="below"><${Views} /><main id="content" tabindex="-1"><h1 class="hidden">${t(given.reads ? "console" : "office")}</h1>${children}</main></div>
    ${over && html`<${Later} module=${over} key=${over} onClose=${() => overlay.set({ over: null })} />`}
    <${Toasts} />`;
}

function Top() {
  return html`<header class="top">
    <a class="wordmark" href=${to("")}><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" /><path d="M9 8v8.5a7 7 0 0 0 14 0V8" /></svg>Utdrag</a>
    <${Organisation} />
    ${given.reads && html`<${OfCases} />`}
    <${Person} />
  </header>`;
}

function OfCases() {
  const { on } = live.use();
  return html`<${Search} />
    <button class="quiet-button palette-button" onClick=${() => overlay.set({ over: "palette" })}><span>${t("palette")}</span><kbd>${written(SHORTCUTS.palette.key)}</kbd></button>
    <button class="note-button" onClick=${() => overlay.set({ over: "note" })}><${Icon} name="phone" /><span>${t("phone_note")}</span><kbd>n</kbd></button>
    <span class="live ${on ? "on" : ""}" role="status" title=${t(on ? "live_on_long" : "live_off_long")}>${t(on ? "live_on" : "live_off")}</span>`;
}

function Organisation() {
  const { organisation, organisations = [] } = me.use();
  if (organisations.length < 2) return html`<span class="organisation">${organisation?.name}</span>`;
  const change = async (slug) => {
    await post("/api/v1/me/organisation", { slug });
    dropAll();
    location.assign(to(""));
  };
  return html`<label class="organisation"><span class="hidden">${t("organisation")}</span>
    <select value=${organisation.slug} onChange=${(event) => change(event.target.value)}>
    ${organisations.map(({ slug, name }) => html`<option value=${slug}>${name}</option>`)}</select></label>`;
}

function Search() {
  const { query } = here.use();
  const [text, setText] = useState(query.q ?? "");
  useEffect(() => setText(query.q ?? ""), [query.q]);
  const search = (event) => {
    event.preventDefault();
    go(to("", { ...query, saved: "", q: text.trim() }));
  };
  return html`<form class="search" role="search" onSubmit=${search}>
    <label for="search" class="hidden">${t("search_long")}</label><${Icon} name="search" />
    <input id="search" type="search" autocomplete="off" placeholder=${t("search")} value=${text}
      onInput=${(event) => setText(event.target.value)}
      onKeyDown=${(event) => event.key === "Escape" && (event.target.blur(), query.q && ask({ q: "" }))} /></form>`;
}

function Person() {
  const { name, role, language } = me.use();
  const { after } = prefs.use();
  const box = useRef();
  useEffect(() => {
    const shut = (event) => !box.current?.contains(event.target) && box.current?.removeAttribute("open");
    document.addEventListener("click", shut);
    return () => document.removeEventListener("click", shut);
  }, []);
  const speak = async (language) => {
    await post("/api/v1/me/language", { language });
    location.reload();
  };
  return html`<details class="menu person" ref=${box} onKeyDown=${(event) => event.key === "Escape" && (box.current.removeAttribute("open"), box.current.firstElementChild.focus())}>
    <summary><${Icon} name="user" /><span>${name ?? t("me")}</span><${Icon} name="chevron-down" /></summary>
    <div class="drawer">
      <p class="quiet">${role && t(`role_${role}`)}</p>
      <label>${t("language")}<select value=${language} onChange=${(event) => speak(event.target.value)}>
        <option value="sv" lang="sv">Svenska</option><option value="nb" lang="nb">Norsk bokmål</option>
        <option value="nn" lang="nn">Norsk nynorsk</option><option value="en" lang="en">English</option></select></label>
      <label>${t("after_action")}<select value=${after} onChange=${(event) => prefer({ after: event.target.value })}>
        ${["stay", "next", "list"].map((what) => html`<option value=${what}>${t(`after_${what}`)}</option>`)}</select></label>
      <button class="quiet-button" onClick=${() => overlay.set({ over: "sheet" })}><${Icon} name="keyboard" />${t("sheet")}</button>
      <form method="post" action="/auth/logout" onSubmit=${dropAll}><button class="quiet-button"><${Icon} name="log-out" />${t("sign_out")}</button></form>
    </div></details>`;
}

function Trouble() {
  const { offline, ended } = line.use();
  const back = `/auth/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  if (ended) return html`<p class="trouble" role="alert">${t("session_ended")} <a class="button" href=${back}>${t("sign_in")}</a></p>`;
  return offline && html`<p class="trouble" role="alert">${t("offline")}</p>`;
}
