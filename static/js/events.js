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
// Asked before the address follows a name that is there already.
const isNew = Boolean(slug) && !slug.value;
if (name && isNew) {
  let typed = false;
  slug.addEventListener("input", () => { typed = slug.value !== ""; });
  const follow = () => {
    if (typed) return;
    slug.value = name.value.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
  };
  name.addEventListener("input", follow);
  // On a slow line somebody has typed the name before this script came.
  if (name.value) follow();
}

const zone = document.getElementById("time_zone");
if (zone && isNew && zone.value === "UTC") zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
