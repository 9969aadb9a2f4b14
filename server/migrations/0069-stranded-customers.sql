-- When a customer was passed on and nobody took them: the call was answered, and is owed a call all the same.
alter table calls add column stranded_at timestamptz;
