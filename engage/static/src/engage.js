// Progressive enhancement only: every journey works without this file.
const AUTOSAVE_DELAY = 1000;
const RETRY_DELAY = 5000;

function startComponents() {
  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) {
    document.body.classList.add("govuk-frontend-supported");
  }
  govuk.initAll();
}

// A form with data-autosave="/address" is posted there while people type.
function autosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = 0;
  let sending = null;
  let leaving = false;

  const say = (words) => { if (status && status.textContent !== words) status.textContent = words; };
  const later = (delay) => { clearTimeout(timer); timer = setTimeout(save, delay); };

  async function save() {
    timer = 0;
    if (leaving) return;
    if (sending) { later(AUTOSAVE_DELAY); return; }
    sending = new AbortController();
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "manual", keepalive: document.hidden, signal: sending.signal,
      });
      await tell(answer);
    } catch (error) {
      if (!leaving) { say("Not saved yet: we cannot reach the service. We keep trying."); later(RETRY_DELAY); }
    }
    sending = null;
  }

  async function tell(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      say("Not saved: you have been signed out. Sign in again in another tab, then carry on here.");
    } else if (answer.status >= 500 || answer.status === 429) {
      say("Not saved yet. We keep trying.");
      later(RETRY_DELAY);
    } else if (!answer.ok) {
      say("Not saved: something on this page needs changing. Use the button to see what.");
    } else {
      if ((answer.headers.get("Content-Type") || "").includes("json")) carryVersion(await answer.json());
      say(`Saved at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`);
    }
  }

  function carryVersion(body) {
    if (body && body.version !== undefined && form.elements.version) form.elements.version.value = body.version;
  }

  form.addEventListener("input", () => later(AUTOSAVE_DELAY));
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); if (sending) sending.abort(); });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) { clearTimeout(timer); save(); } });
}

// An element with data-refresh="3" and an id is fetched again every 3 seconds, until it comes without.
function refresh(element) {
  const again = () => setTimeout(look, Math.max(1, Number(element.dataset.refresh) || 5) * 1000);

  async function look() {
    if (document.hidden || element.contains(document.activeElement)) { again(); return; }
    try {
      const answer = await fetch(location.href, { redirect: "error", cache: "no-store" });
      const text = (await answer.text()).replace(/<style\b[^]*?<\/style>/g, ""); // its nonce is not ours
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = answer.ok && page.getElementById(element.id);
      if (fresh) {
        const next = document.importNode(fresh, true);
        element.replaceWith(next);
        element = next;
      }
    } catch (error) { /* the next look may be luckier */ }
    if (element.dataset.refresh) again();
  }
  again();
}

// A button with data-copy="id" copies what stands in that box. Without script it stays hidden.
function copies(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const box = document.getElementById(button.dataset.copy);
    box.select();
    try { await navigator.clipboard.writeText(box.value); } catch (error) { return; } // what is marked can be copied by hand
    const words = button.firstChild;
    words.textContent = "Copied";
    setTimeout(() => { words.textContent = "Copy"; }, 3000);
  });
}

// In a list of cards J and K go to the next and the one before, O opens one: only from within the list.
function cards(list) {
  const links = [...list.querySelectorAll("li > h2 a")];
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input,select,textarea")) return;
    const here = links.indexOf(document.activeElement.closest("li")?.querySelector("h2 a"));
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (step && links[here + step]) links[here + step].focus();
    if (event.key.toLowerCase() === "o" && links[here]) links[here].click();
  });
}

startComponents();
document.querySelectorAll("[data-cards]").forEach(cards);
document.querySelectorAll("button[data-copy]").forEach(copies);
document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("[data-refresh][id]").forEach(refresh);
