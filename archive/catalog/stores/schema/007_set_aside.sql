-- 搁置: an unread file of which a person has said why nothing more is to be expected of it. NULL: nobody has.

ALTER TABLE unread ADD COLUMN set_aside TEXT;
