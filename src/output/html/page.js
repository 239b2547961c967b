
"use strict";
// What HTML cannot do by itself: one language at a time, filters, and parts
// that open where a link leads into them. Everything is there without it.
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];

  const speak = (language) => {
    root.classList.toggle("th", language === "th");
    root.classList.toggle("en", language === "en");
    for (const button of all("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
  };

  const unfold = (button) => {
    const open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(open));
    for (const part of all("details")) part.open = open;
  };

  const filter = () => {
    const findings = document.getElementById("findings");
    const off = all("[data-severity]").filter((box) => !box.checked).map((box) => box.dataset.severity);
    for (const box of all("[data-severity]")) {
      findings.classList.toggle("no-" + box.dataset.severity, !box.checked);
    }
    const owner = document.getElementById("office").value;
    let shown = 0;
    for (const file of all("[data-owner]")) {
      const severities = [...file.querySelectorAll(".findings > li")].map((one) => one.className);
      const left = severities.filter((severity) => !off.includes(severity)).length;
      file.hidden = left === 0 || (owner !== "" && file.dataset.owner !== owner);
      if (!file.hidden) shown += left;
    }
    document.getElementById("shown").value = String(shown);
  };

  const search = (words) => {
    const wanted = words.trim().toLowerCase();
    for (const row of all(".lines tbody tr")) {
      row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
    }
  };

  const reveal = () => {
    const part = document.getElementById(location.hash.slice(1));
    if (!part) return;
    for (let at = part.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    part.scrollIntoView();
  };

  root.classList.add("script");
  speak("th");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.dataset.language) speak(button.dataset.language);
    if (button && button.id === "unfold") unfold(button);
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("fieldset.filters")) filter();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "search") search(event.target.value);
  });
  addEventListener("hashchange", reveal);
  addEventListener("DOMContentLoaded", () => { if (location.hash) reveal(); });
})();
