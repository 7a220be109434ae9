// What the page was served with: where its files are, the first list to ask for, the names of the rights.
export const given = JSON.parse(document.getElementById("given").textContent);
export const language = document.documentElement.lang;
