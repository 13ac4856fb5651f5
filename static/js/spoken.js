// One more line for a language; without this script two empty lines stand ready and more come with each save.
const lines = document.querySelector("[data-spoken]");
const more = document.querySelector("[data-one-more]");

if (lines && more) {
  more.hidden = false;
  const spare = [...lines.children].filter((line) => !line.querySelector("input").value);
  for (const line of spare.slice(1)) line.remove();
  more.addEventListener("click", () => {
    const number = lines.children.length + 1;
    const line = lines.lastElementChild.cloneNode(true);
    line.querySelector("input").value = "";
    line.querySelector("select").value = "";
    for (const label of line.querySelectorAll("label")) {
      const control = line.querySelector(`#${label.htmlFor}`);
      control.id = label.htmlFor = label.htmlFor.replace(/\d+$/, number);
      label.textContent = label.textContent.replace(/\d+$/, number);
    }
    lines.append(line);
    line.querySelector("input").focus();
  });
}
