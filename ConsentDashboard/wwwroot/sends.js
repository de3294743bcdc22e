// Sends a chosen file as it is, not through the page's connection: 0 done, 1 no file, 2 too large, 3 not sent.
export const send = async (input, address, mostBytes) => {
  const file = input.files[0];
  if (!file) {
    return 1;
  }

  if (file.size > mostBytes) {
    return 2;
  }

  try {
    const answer = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: file });
    return answer.ok ? 0 : answer.status === 413 ? 2 : 3;
  } catch {
    return 3;
  }
};
