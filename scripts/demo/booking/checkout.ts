/** The form that books and pays by card, with the field for a referral. */
export function checkout(): string {
  return `      <section class="pay" id="pay" data-feature="STRIPE_CHECKOUT">
        <h2>Book and pay</h2>
        <form id="booking" action="/api/bookings" method="post">
${guestFields()}
          <div id="card" class="card" aria-label="Card"></div>
          <p class="secure">Your card goes to the payment service directly; this site never sees it.</p>
          <button type="submit" id="submit" disabled>Pay <output id="total">$0</output></button>
        </form>
        <script src="https://js.stripe.com/v3/" async></script>
      </section>`;
}

/** How bookings were taken in spring. */
export function payAtTheDock(): string {
  return `      <section class="pay" id="pay">
        <h2>Ask for a place</h2>
        <form id="booking" action="/api/bookings" method="post">
${guestFields()}
          <p class="secure">We write back within a day. You pay at the dock, in cash.</p>
          <button type="submit" id="submit" disabled>Ask for <output id="total" data-counts="places">0</output> places</button>
        </form>
      </section>`;
}

function guestFields(): string {
  return `          <label>Departure
            <input name="departure" id="departure" readonly required placeholder="Choose one above">
          </label>
          <label>Guests
            <input name="guests" type="number" min="1" max="12" value="2" required>
          </label>
          <label>Name
            <input name="name" autocomplete="name" required>
          </label>
          <label>Email
            <input name="email" type="email" autocomplete="email" required>
          </label>
          <label data-feature="REFERRAL_INPUT">Who told you about us?
            <input name="referral" maxlength="60" placeholder="A name or a code">
          </label>`;
}
