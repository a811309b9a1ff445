// Live minutes: saved as they are typed, kept in this browser until the server has them.
// Without this file the form and its button do the same, by hand.
(() => {
  "use strict";
  const desk = document.getElementById("bureau");
  const form = document.getElementById("verslagformulier");
  if (!desk || !form) return;
  form.removeAttribute("data-guard"); // this page warns by itself

  const IDLE = 1200, LONGEST = 8000, POLL = 3000, RETRY = 4000, SIGN = 12000;
  const area = form.elements.minutes, note = form.elements.outcome_note;
  const shown = document.getElementById("bewaard");
  const find = (name, root = desk) => root.querySelector(`[${name}]`);
  const url = location.pathname;
  const key = `overlegtafel:verslag:${desk.dataset.writer}:${desk.dataset.item}`;
  const keep = {
    read: () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write: (value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    drop: () => { try { localStorage.removeItem(key); } catch { /* private window */ } },
  };

  const outcome = () => form.querySelector("[name=outcome]:checked")?.value ?? "";
  const texts = () => ({ minutes: area.value, outcome: outcome(), outcome_note: note.value });
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const setOutcome = (value) => form.querySelectorAll("[name=outcome]")
    .forEach((each) => { each.checked = each.value === value; });

  // base: the stored texts that what stands here started from; settled: what the server has of us.
  let base = {
    minutes: form.elements.base.value, outcome: form.dataset.outcome, outcome_note: form.dataset.note,
    revision: Number(form.elements.revision.value),
  };
  let settled = { minutes: base.minutes, outcome: base.outcome, outcome_note: base.outcome_note };
  let page = Math.random().toString(36).slice(2) + Date.now().toString(36);
  let number = 0, answered = 0, sending = null, timer = 0, firstChange = 0, clash = null, known = base.revision;

  // ---- what the reader sees of it
  // Every save shows; aloud goes only what someone must know.
  const aloud = document.getElementById("bewaard-luid");
  const say = (state, sentence, loud = ["offline", "refused", "clash"].includes(state)) => {
    if (loud && shown.textContent !== sentence) aloud.textContent = sentence;
    shown.dataset.state = state;
    shown.textContent = sentence;
  };
  const safe = () => keep.read() ? "uw tekst staat veilig in deze browser" : "laat deze pagina open";
  const dirty = () => !same(texts(), settled);

  // ---- saving
  const typed = () => {
    if (!dirty()) { keep.drop(); clearTimeout(timer); if (!sending && !clash) say("saved", "Alles is bewaard"); return; }
    keep.write({ texts: texts(), base, page, number, answered, at: Date.now() });
    if (!sending && shown.dataset.state !== "offline") say("typing", "Nog niet bewaard");
    const now = Date.now();
    firstChange ||= now;
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(IDLE, firstChange + LONGEST - now)));
  };
  const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
    ?? form.elements.csrfmiddlewaretoken.value;
  const ask = async (address, options = {}) => {
    const control = new AbortController();
    const stop = setTimeout(() => control.abort(), 15000);
    try {
      return await fetch(address, { credentials: "same-origin", signal: control.signal, ...options,
        headers: { Accept: "application/json", "X-CSRFToken": cookie(), ...options.headers } });
    } finally { clearTimeout(stop); }
  };

  const save = () => {
    clearTimeout(timer);
    if (sending) return sending.then(() => (dirty() && !clash ? save() : undefined));
    if (!dirty() || clash) return Promise.resolve();
    firstChange = 0;
    sending = send(texts()).finally(() => { sending = null; });
    return sending;
  };
  const send = async (sent) => {
    say("saving", "Bewaren …");
    const body = new URLSearchParams({
      ...sent, base: base.minutes, base_outcome: base.outcome, base_outcome_note: base.outcome_note,
      revision: base.revision, writer: desk.dataset.writer, page, number: ++number, answered,
    });
    let answer, said;
    try {
      answer = await ask(url, { method: "POST", body, keepalive: body.toString().length < 60000 });
      if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("application/json")) {
        const out = answer.redirected || answer.status === 403 || answer.status === 401;
        return late(out ? `U bent afgemeld: ${safe()}. Meld u opnieuw aan in een ander tabblad.`
          : `Bewaren lukt nu niet: ${safe()}.`);
      }
      said = await answer.json();
    } catch { return late(`Geen verbinding: ${safe()}`); }
    if (said.state === "refused") { say("refused", said.sentence); return; }
    answered = number;
    if (said.state === "clash") return choose(said, sent);
    taken(said, sent);
  };
  const late = (sentence) => { say("offline", sentence); clearTimeout(timer); timer = setTimeout(save, RETRY); };

  // What the server stored holds another's words too: they come in here, unless one types on.
  const taken = (said, sent) => {
    known = said.revision;
    if (said.state === "merged" && !same(texts(), sent)) {
      base = { ...sent, revision: 0 };
      settled = sent;
    } else {
      base = { minutes: said.minutes, outcome: said.outcome, outcome_note: said.outcome_note, revision: said.revision };
      if (said.state === "merged") show(base);
      settled = same(texts(), sent) || said.state === "merged" ? texts() : sent;
    }
    if (!dirty()) keep.drop();
    if (said.state === "merged") say("saved", `Samengevoegd met ander werk, bewaard om ${said.at}`, true);
    else say("saved", `Bewaard om ${said.at}`);
    if (dirty()) typed();
  };
  // The caret stays at the words where it was.
  const show = (next) => {
    const old = area.value, at = area.selectionStart, focus = document.activeElement === area;
    if (old !== next.minutes) {
      let start = 0;
      while (start < Math.min(old.length, next.minutes.length) && old[start] === next.minutes[start]) start += 1;
      area.value = next.minutes;
      const place = at <= start ? at : Math.max(start, at + next.minutes.length - old.length);
      if (focus) area.setSelectionRange(place, place);
    }
    note.value = next.outcome_note;
    setOutcome(next.outcome);
  };

  // ---- two people on the same lines: both are shown, one chooses
  const panel = document.getElementById("botsing");
  const choose = (said, sent) => {
    // Who typed on meanwhile gets the choice with those words in it.
    if (!same(texts(), sent)) return typed();
    clash = said;
    const list = find("data-clashes", panel);
    find("data-who", panel).textContent = said.who || "Iemand anders";
    list.replaceChildren();
    const parts = said.parts;
    const choice = parts.map(() => "both");
    const option = (text, value, place, name) => {
      const label = document.createElement("label"), input = document.createElement("input");
      input.type = "radio"; input.name = name; input.checked = value === "both";
      input.addEventListener("change", () => { choice[place] = value; fill(); });
      label.append(input, ` ${text}`);
      return label;
    };
    const side = (title, lines) => {
      const box = document.createElement("div"), head = document.createElement("p"), body = document.createElement("div");
      head.className = "label"; head.textContent = title;
      body.className = "stale-text"; body.textContent = lines.join("\n") || "(weggehaald)";
      box.append(head, body);
      return box;
    };
    let filled = area.value;
    const fill = () => {
      if (area.value !== filled) return; // edited by hand since: that stays
      const lines = parts.flatMap((part, place) => {
        if (choice[place] === "mine") return part.mine;
        if (choice[place] === "theirs" || same(part.mine, part.theirs)) return part.theirs;
        return [...part.theirs, ...part.mine];
      });
      area.value = filled = lines.join("\n");
      keep.write({ texts: texts(), base, page, number, answered, at: Date.now() });
    };
    parts.forEach((part, place) => {
      if (!part.clash) return;
      const box = document.createElement("fieldset"), sides = document.createElement("div"), pick = document.createElement("div");
      const legend = document.createElement("legend");
      legend.className = "visually-hidden"; legend.textContent = "Wat blijft staan?";
      sides.className = "stale-sides"; pick.className = "cluster";
      sides.append(side(`Van ${said.who}`, part.theirs), side("Van u", part.mine));
      pick.append(option("Beide", "both", place, `keuze${place}`), option(`Alleen van ${said.who}`, "theirs", place, `keuze${place}`),
        option("Alleen van mij", "mine", place, `keuze${place}`));
      box.append(legend, sides, pick);
      list.append(box);
    });
    said.chosen.forEach((name) => {
      const line = document.createElement("p");
      const label = name === "outcome" ? form.querySelector(`[name=outcome][value="${said.outcome}"]`)?.closest("label")?.textContent.trim() : said.outcome_note;
      line.textContent = `${said.who} koos intussen als ${name === "outcome" ? "uitkomst" : "zin"}: ${label || "niets"}. Bewaart u, dan geldt wat er bij u staat.`;
      list.append(line);
    });
    fill();
    panel.hidden = false;
    panel.focus();
    say("clash", "Nog niet bewaard: kies wat er blijft staan");
  };
  find("data-settle", panel).addEventListener("click", () => {
    base = { minutes: clash.minutes, outcome: clash.outcome, outcome_note: clash.outcome_note, revision: clash.revision };
    settled = { minutes: clash.minutes, outcome: clash.outcome, outcome_note: clash.outcome_note };
    known = clash.revision;
    clash = null;
    panel.hidden = true;
    area.focus();
    if (dirty()) save(); else { keep.drop(); say("saved", "Alles is bewaard"); }
  });

  // ---- text of an earlier visit that never reached the server
  const spokenMoment = (at) =>
    `${at.toLocaleDateString("nl-BE", { dateStyle: "long" })} om ${at.getHours()}.${String(at.getMinutes()).padStart(2, "0")} uur`;
  const found = keep.read(), offer = document.getElementById("teruggevonden");
  const drop = () => { keep.drop(); offer.hidden = true; };
  if (found?.texts && !same(found.texts, texts())) {
    find("data-when", offer).textContent = spokenMoment(new Date(found.at));
    find("data-text", offer).textContent = found.texts.minutes;
    offer.hidden = false;
    find("data-restore", offer).addEventListener("click", () => {
      // What is typed here meanwhile is in base by then: the server brings the rest together.
      base = found.base;
      [page, number, answered] = [found.page, found.number, found.answered];
      area.value = found.texts.minutes;
      note.value = found.texts.outcome_note;
      setOutcome(found.texts.outcome);
      offer.hidden = true;
      save();
    });
    find("data-drop", offer).addEventListener("click", drop);
  } else if (found) drop();

  // ---- others: who writes where, and what they stored
  let mark = "", asking = 0, lost = false;
  const poll = async () => {
    clearTimeout(asking);
    try {
      const answer = await ask(desk.dataset.states, { headers: mark ? { "If-None-Match": mark } : {} });
      if (lost) { lost = false; if (dirty()) save(); else if (shown.dataset.state === "offline") say("saved", "Weer verbonden; alles is bewaard"); }
      if (answer.status === 200 && !answer.redirected) {
        mark = answer.headers.get("ETag") ?? "";
        await moved(await answer.json());
      }
    } catch {
      lost = true;
      if (!dirty()) say("offline", "Geen verbinding: verder typen kan, uw tekst blijft in deze browser");
    }
    asking = setTimeout(poll, document.hidden ? 10 * POLL : POLL);
  };
  const WORDS = Object.fromEntries([...form.querySelectorAll("[name=outcome]")]
    .map((each) => [each.value, each.closest("label")?.textContent.trim()]));
  const moved = async (now) => {
    for (const [pk, revision, result, written, withheld] of now.items) {
      const link = desk.querySelector(`.desk-items [data-item="${pk}"]`);
      if (!link) continue;
      link.dataset.mark = result ? "done" : written || withheld ? "begun" : "todo";
      const words = result ? WORDS[result] : written || withheld ? "nog geen uitkomst" : "nog niets";
      if (words) find("data-words", link).textContent = words;
      const names = now.writers[pk] ?? [];
      find("data-writers", link).textContent = names.length ? ` · ${names.join(", ")} schrijft` : "";
      if (String(pk) !== desk.dataset.item) continue;
      const warning = document.getElementById("ook-hier");
      warning.hidden = !names.length;
      find("data-names", warning).textContent = names.join(" en ");
      if (revision !== known && !sending && !clash) await fetched();
    }
  };
  const fetched = async () => {
    if (dirty()) return save(); // what I have goes through the merge
    const before = texts(), answer = await ask(url);
    if (!answer.ok || answer.redirected) return;
    const said = await answer.json();
    if (!same(texts(), before) || sending) return;
    known = said.revision;
    base = { minutes: said.minutes, outcome: said.outcome, outcome_note: said.outcome_note, revision: said.revision };
    show(base);
    settled = texts();
    say("saved", `${said.who} schreef mee, bewaard om ${said.at}`);
  };
  let signed = 0;
  const sign = () => {
    if (Date.now() - signed < SIGN || document.hidden) return;
    signed = Date.now();
    ask(desk.dataset.join, { method: "POST" }).catch(() => undefined);
  };

  // ---- agreements and actions out of a line
  let line = null;
  const bounds = () => {
    const at = area.selectionStart;
    const start = area.value.lastIndexOf("\n", at - 1) + 1, stop = area.value.indexOf("\n", at);
    return [start, stop < 0 ? area.value.length : stop];
  };
  const remember = () => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
    const [start, stop] = bounds();
    line = { stop: chosen ? area.selectionEnd : stop, words: (chosen || area.value.slice(start, stop)).replace(/^[\s\-*•]+/, "").replace(/\s+/g, " ").trim() };
  };
  const below = document.getElementById("uit-de-regel");
  desk.querySelectorAll("[data-from-line]").forEach((link) => link.addEventListener("click", remember));
  below?.addEventListener("htmx:afterSwap", () => {
    const title = below.querySelector("[name=title]");
    if (!title) return;
    if (!title.value && line?.words) {
      title.value = line.words.slice(0, 200);
      const rest = below.querySelector("[name=text]");
      if (rest && line.words.length > 200) rest.value = line.words;
    }
    if (!below.querySelector(".error-summary")) title.focus();
  });
  below?.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) { below.replaceChildren(); area.focus(); }
  });
  const insert = (text, at) => {
    area.setRangeText(text, at, at, "end");
    area.focus();
    typed();
  };
  document.body.addEventListener("minutes:made", (event) => {
    const at = Math.min(line?.stop ?? area.value.length, area.value.length);
    if (!area.readOnly && area.type !== "hidden") insert(`${at && area.value[at - 1] !== "\n" ? " " : ""}[${event.detail.reference}]`, at);
    if (!outcome()) { setOutcome("agreement"); base.outcome = settled.outcome = "agreement"; }
    save();
  });
  desk.querySelectorAll("[data-reference]").forEach((button) => button.addEventListener("click", () => {
    const start = area.value && !area.value.endsWith("\n") ? "\n" : "";
    insert(`${start}- [${button.dataset.reference}] `, area.value.length);
  }));

  // ---- the clock
  const clock = document.getElementById("klok");
  if (clock && "running" in clock.dataset) {
    const start = Date.now() - 1000 * Number(clock.dataset.seconds);
    setInterval(() => {
      const minutes = Math.floor((Date.now() - start) / 60000);
      find("data-used", clock).textContent = `${minutes} min`;
      clock.classList.toggle("over", Number(clock.dataset.planned) > 0 && minutes >= Number(clock.dataset.planned));
    }, 5000);
  }

  // ---- keys, leaving, coming back
  const go = async (link) => {
    if (!link) return;
    if (dirty()) await Promise.race([save(), new Promise((done) => setTimeout(done, 2500))]);
    location.href = link.href;
  };
  desk.addEventListener("click", (event) => {
    const link = event.target.closest(".desk-head a, .desk-items a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !dirty()) return;
    event.preventDefault();
    go(link);
  });
  document.addEventListener("keydown", (event) => {
    const name = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && name === "s") { event.preventDefault(); if (dirty()) save(); else say("saved", "Alles is bewaard"); return; }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const act = {
      arrowdown: () => go(desk.querySelector("[rel=next]")),
      arrowup: () => go(desk.querySelector("[rel=prev]")),
      a: () => desk.querySelectorAll("[data-from-line]")[0]?.click(),
      t: () => desk.querySelectorAll("[data-from-line]")[1]?.click(),
    }[name];
    if (act) { event.preventDefault(); act(); }
  });
  form.addEventListener("input", () => { typed(); sign(); });
  area.addEventListener("focus", sign);
  setInterval(() => { if (document.activeElement === area) sign(); }, SIGN);
  let leaving = false;
  form.addEventListener("submit", (event) => {
    // The button saves like the rest; "next" also goes on.
    if (clash || event.defaultPrevented) return;
    event.preventDefault();
    const next = event.submitter?.name === "next" && desk.querySelector("[rel=next]");
    save().then(() => { if (next && !dirty()) { leaving = true; location.href = next.href; } });
  });
  // Another button on this page first lets the text go.
  desk.addEventListener("submit", (event) => {
    const other = event.target;
    if (other === form || other.hasAttribute("hx-post") || !dirty()) return;
    event.preventDefault();
    save().then(() => { if (!dirty()) other.requestSubmit(event.submitter); });
  });
  window.addEventListener("beforeunload", (event) => { if (dirty() && !leaving) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); else poll(); });
  window.addEventListener("pagehide", () => save());
  window.addEventListener("online", () => { poll(); save(); });
  window.addEventListener("focus", poll);
  area.setAttribute("aria-describedby", [area.getAttribute("aria-describedby"), "bewaard"].filter(Boolean).join(" "));
  asking = setTimeout(poll, POLL);
})();
