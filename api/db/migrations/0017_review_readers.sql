-- Who was asked to read, never answered, and had another asked in their place: told so when they come back.
create table review_replaced (
  review_id uuid not null references review on delete cascade,
  person_id uuid not null references person,
  primary key (review_id, person_id)
);

-- What a person has answered, the latest first.
create index on review_seat (person_id, answered_at, review_id) where answered_at is not null;
