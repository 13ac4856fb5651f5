// Puts a ready list into the field beside it; the short address follows the name until somebody types one.
for (const button of document.querySelectorAll("[data-put-into]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.putInto);
    field.value = [field.value.trim(), button.dataset.text].filter(Boolean).join("\n");
    field.focus();
    field.scrollIntoView({ block: "nearest" });
  });
}

const name = document.getElementById("name");
const slug = document.getElementById("slug");
if (name && slug && !slug.value) {
  let typed = false;
  slug.addEventListener("input", () => { typed = slug.value !== ""; });
  name.addEventListener("input", () => {
    if (typed) return;
    slug.value = name.value.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
  });
}

const zone = document.getElementById("time_zone");
if (zone && zone.value === "UTC" && !slug.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
