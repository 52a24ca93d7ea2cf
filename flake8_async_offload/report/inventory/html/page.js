"use strict";
// Without this script the page shows everything, grouped as it was asked for.
(() => {
  const controls = document.getElementById("controls");
  if (!controls) return;
  const search = document.getElementById("search");
  const group = document.getElementById("group");
  const shown = document.getElementById("shown");
  const groups = document.getElementById("groups");
  const sites = [...document.querySelectorAll(".site")];
  const texts = new Map(sites.map((site) => [site, site.textContent.toLowerCase()]));

  const chosen = (name) => [...controls.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
  const among = (values, value) => values.length === 0 || values.includes(value);

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [risks, statuses] = [chosen("risk"), chosen("status")];
    let visible = 0;
    for (const site of sites) {
      const fits = among(risks, site.dataset.risk) && among(statuses, site.dataset.status)
        && words.every((word) => texts.get(site).includes(word));
      site.hidden = !fits;
      visible += fits;
    }
    for (const section of groups.children) {
      const number = section.querySelectorAll(".site:not([hidden])").length;
      section.hidden = number === 0;
      section.querySelector("h3 small").textContent = number;
    }
    shown.textContent = `${visible} of ${sites.length} shown`;
  }

  function regroup() {
    const sections = new Map();
    for (const site of sites) {
      const heading = site.dataset[`${group.value}Heading`];
      if (!sections.has(heading)) {
        const section = document.createElement("section");
        section.className = "group";
        const title = Object.assign(document.createElement("h3"), { textContent: `${heading} ` });
        title.append(document.createElement("small"));
        section.append(title);
        section.dataset.rank = site.dataset[`${group.value}Rank`];
        sections.set(heading, section);
      }
      sections.get(heading).append(site);
    }
    const order = (one, other) => one[1].dataset.rank - other[1].dataset.rank || (one[0] < other[0] ? -1 : 1);
    groups.replaceChildren(...[...sections].sort(order).map(([, section]) => section));
    filter();
  }

  function open() {
    const site = sites.find((candidate) => `#${candidate.id}` === location.hash);
    if (!site) return;
    if (site.hidden) {
      controls.reset();
      regroup();
    }
    site.open = true;
    site.scrollIntoView();
  }

  controls.hidden = false;
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("input", filter);
  group.addEventListener("change", regroup);
  addEventListener("hashchange", open);
  filter();
  open();
})();
