// Events in, forms out, and what has changed is put in its place. The server writes all the HTML.
"use strict";

const key = document.documentElement.dataset.key;
const TYPING_MS = 80;
const timers = new Map();
const opened = new Map(); // where the keyboard was when a form opened, by the form's place

// -- events in -------------------------------------------------------------------------------

function listen() {
  const events = new EventSource(`/windows/${key}/events`);
  events.onmessage = (event) => {
    for (const [name, html] of Object.entries(JSON.parse(event.data))) {
      if (name === "people") seat(JSON.parse(html));
      else show(name, html);
    }
    document.documentElement.dataset.seen = String(Number(document.documentElement.dataset.seen || 0) + 1);
  };
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) location.reload();
  };
}

function show(name, html) {
  const region = document.getElementById(name);
  if (!region) return;
  if (region.classList.contains("messages")) return messages(region, html);
  if (name.endsWith("-dialog")) return dialog(region, html);
  const focused = remember(region);
  region.innerHTML = html;
  recall(region, focused);
  if (name.endsWith("-composer") && region.querySelector("form.command") && !focused) {
    region.querySelector("input, select, button")?.focus();
  }
}

// While a form is open, nothing behind it in its column can be reached; then the keyboard goes back.
function dialog(region, html) {
  const column = region.closest("[data-column]");
  const at = document.activeElement;
  if (!region.innerHTML && html) opened.set(region.id, column.contains(at) ? at : null);
  region.innerHTML = html;
  for (const each of column.querySelectorAll(".person, nav, .place > *")) {
    if (each !== region) each.inert = Boolean(html);
  }
  if (html) region.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
  else if (opened.has(region.id)) {
    const before = opened.get(region.id);
    opened.delete(region.id);
    (before?.isConnected ? before : column.querySelector(".line input")).focus();
  }
}

// Keep every message that has not changed, with whatever is open or chosen in it.
function messages(region, html) {
  const below = region.scrollHeight - region.scrollTop - region.clientHeight;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const wanted = [...fresh.content.children];
  const kept = new Set(wanted.map((each) => each.id));
  const elsewhere = ![...region.children].some((old) => kept.has(old.id));
  for (const old of [...region.children]) if (!kept.has(old.id)) old.remove();
  let after = null;
  for (const each of wanted) {
    const old = each.id && document.getElementById(each.id);
    let now = each;
    if (old && old.dataset.version === each.dataset.version) now = old;
    else if (old) {
      const focused = remember(old);
      keepTicks(old, each);
      old.replaceWith(each);
      recall(each, focused);
    }
    const place = after ? after.nextSibling : region.firstChild;
    if (now !== place) region.insertBefore(now, place);
    after = now;
  }
  if (below < 60 || elsewhere) region.scrollTop = region.scrollHeight;
}

// A menu that someone is ticking in stays open, with its ticks, when its message changes.
function keepTicks(old, fresh) {
  const menus = (message) =>
    new Map([...message.querySelectorAll("form.menu")].map((menu) => [menu.elements.custom_id.value, menu]));
  const now = menus(fresh);
  for (const [name, menu] of menus(old)) {
    const same = now.get(name);
    if (!menu.querySelector("details[open]") || !same?.querySelector("details")) continue;
    same.querySelector("details").open = true;
    const ticked = new Set([...menu.querySelectorAll("input:checked")].map((each) => each.value));
    for (const each of same.querySelectorAll("[name=values]")) each.checked = ticked.has(each.value);
  }
}

// Where the keyboard is, said so that it can be found again in new HTML.
function remember(region) {
  const at = document.activeElement;
  if (!at || !region.contains(at)) return null;
  const all = [...region.querySelectorAll("input, select, textarea, button, summary, a")];
  return { id: at.id, name: at.name, value: at.value, at: all.indexOf(at) };
}

function recall(region, focused) {
  if (!focused) return;
  const all = [...region.querySelectorAll("input, select, textarea, button, summary, a")];
  const same = (each) =>
    (focused.id && each.id === focused.id) ||
    (focused.name && each.name === focused.name && each.value === focused.value);
  (all.find(same) || all[Math.min(focused.at, all.length - 1)])?.focus();
}

// Who can be chosen, and who is in each column.
function seat({ people, seats }) {
  for (const [number, person] of seats) {
    const select = document.getElementById(`c${number}-person`);
    if (!select) continue;
    const offered = [...select.options].map((each) => `${each.value} ${each.text}`).join();
    if (offered !== people.map(([id, name]) => `${id} ${name}`).join()) {
      select.replaceChildren(...people.map(([id, name]) => new Option(name, id)));
    }
    select.value = person;
  }
}

// -- forms out -------------------------------------------------------------------------------

function address(form) {
  const column = form.closest("[data-column]");
  return form.dataset.act
    ? `/windows/${key}/columns/${column.dataset.column}/${form.dataset.act}`
    : `/windows/${key}/stage/${form.dataset.stage}`;
}

async function send(where, data) {
  document.documentElement.dataset.sent = String(Number(document.documentElement.dataset.sent || 0) + 1);
  try {
    const answer = await fetch(where, { method: "POST", body: data });
    if (answer.status === 410) location.reload();
    else if (!answer.ok) say(await answer.text());
  } catch {
    say("The play has ended. Start it again in your terminal, then reload this page.");
  }
}

function say(words) {
  const told = document.createElement("p");
  told.textContent = words;
  document.getElementById("told").replaceChildren(told);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  for (const control of form.elements) clearTimeout(timers.get(control)); // it's sent whole
  const data = new FormData(form, event.submitter);
  send(address(form), data);
  for (const menu of form.querySelectorAll("details")) menu.open = false;
  if (form.dataset.act === "say") form.reset();
});

document.addEventListener("change", (event) => {
  const control = event.target;
  if ("theme" in control.dataset) return theme(control.value);
  if ("width" in control.dataset) return width(control.value);
  if ("submits" in control.dataset && (control.value || control.name !== "values")) {
    control.form.requestSubmit();
  }
});

// What a panel shows is asked for when it opens.
document.addEventListener("toggle", (event) => {
  const asked = event.target.open && event.target.dataset.asks;
  if (asked) send(`/windows/${key}/stage/${asked}`, new FormData());
}, true);

document.addEventListener("input", (event) => {
  const control = event.target;
  const column = control.closest("[data-column]");
  if ("types" in control.dataset) {
    later(control, () => {
      if (!control.value.startsWith("/") && !control.dataset.typed) return;
      control.dataset.typed = control.value.startsWith("/") ? "yes" : "";
      const data = new FormData();
      data.set("text", control.value);
      send(`/windows/${key}/columns/${column.dataset.column}/type`, data);
    });
  } else if (control.dataset.completes) {
    later(control, () => {
      const data = new FormData(control.form);
      data.set("option", control.dataset.completes);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      send(`/windows/${key}/columns/${column.dataset.column}/complete`, data);
    });
  }
});

document.addEventListener("focusin", (event) => {
  const control = event.target;
  if (control.dataset?.completes && !control.value) {
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest(".dialog, form.command");
  open?.querySelector("button[name=cancel]")?.click();
});

function later(control, what) {
  clearTimeout(timers.get(control));
  timers.set(control, setTimeout(what, TYPING_MS));
}

// -- the window's own choices ----------------------------------------------------------------

function theme(name) {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
}

function width(name) {
  document.documentElement.dataset.width = name;
}

listen();
