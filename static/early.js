// The reader's choice of light or dark, and whether the map stands in another page, before anything is painted. A classic script, since modules run too late.

try {
  const kept = localStorage.getItem("dateline-theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
} catch {
  // storage may be forbidden; the system's choice stands
}

document.documentElement.classList.toggle("embed", /[?&#]embed=1(&|$)/.test(location.search + location.hash));
