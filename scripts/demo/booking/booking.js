const frames = [...document.querySelectorAll('[data-frame]')];
let shown = 0;
setInterval(() => {
  shown = (shown + 1) % Math.max(frames.length, 1);
  for (const [index, frame] of frames.entries()) frame.classList.toggle('shown', index > 0 && index <= shown);
}, 6000);

document.querySelector('.crew')?.classList.toggle('shown', location.hash === '#crew');

const form = document.querySelector('#booking');
const submit = document.querySelector('#submit');
const total = document.querySelector('#total');
let price = 0;

document.querySelector('#season')?.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-departure]');
  if (!button || !form) return;
  form.elements.departure.value = button.dataset.departure;
  price = Number(button.dataset.price);
  submit.disabled = false;
  showTotal();
  form.scrollIntoView({ behavior: 'smooth' });
});

form?.elements.guests.addEventListener('input', showTotal);

function showTotal() {
  const guests = Number(form.elements.guests.value);
  total.textContent = total.dataset.counts === 'places' ? String(guests) : `$${price * guests}`;
}
